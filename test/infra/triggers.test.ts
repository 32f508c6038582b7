import { contexts } from '../../functions/contexts.ts';
import { functionNamed } from './policies.ts';
import { ofType, templatesOf } from './templates.ts';

const { api } = templatesOf();
const [[queue = '', failures] = []] = ofType(api, 'AWS::SQS::Queue');
const workers = contexts.flatMap((context) =>
  Object.entries(context.workers ?? {}).map(([worker, spec]) => ({
    name: `candor-dev-${context.name}-${worker}`,
    on: spec.on,
    context: context.name,
  })),
);
const streamed = workers.flatMap(({ on, ...rest }) => ('stream' in on ? [{ ...rest, on }] : []));

/** The workers that others run with a payload. */
const invoked = ['candor-dev-accounts-enrol', 'candor-dev-payments-charge'];
/** The worker that a topic runs; Lambda tries it again as it does those. */
const mailEvents = 'candor-dev-mail-events';

/** Written out and not derived: a rate that is wrong must differ from something. */
const rates = {
  'candor-dev-accounts-sweep': 'rate(5 minutes)',
  'candor-dev-audit-sequence': 'rate(4 minutes)',
  'candor-dev-fulfilment-sweep': 'rate(5 minutes)',
  'candor-dev-mail-pace': 'rate(1 minute)',
  'candor-dev-mail-sweep': 'rate(5 minutes)',
  'candor-dev-payments-reconcile': 'rate(1440 minutes)',
  'candor-dev-payments-sweep': 'rate(5 minutes)',
  'candor-dev-privacy-retain': 'rate(1440 minutes)',
  'candor-dev-privacy-sweep': 'rate(5 minutes)',
};

/** Records that a worker gets: by the table whose stream it reads, and by what they must look like. */
const sources = {
  'candor-dev-fulfilment-confirm': [
    'candor-dev-mail-outbox-stream',
    {
      eventName: ['MODIFY'],
      dynamodb: { NewImage: { template: { S: ['reveal-confirmed'] }, state: { S: ['unknown'] } } },
    },
    {
      eventName: ['MODIFY'],
      dynamodb: { NewImage: { template: { S: ['reveal-confirmed'] }, fate: { S: ['bounced'] } } },
    },
  ],
  'candor-dev-fulfilment-fulfil': [
    'candor-dev-orders-orders-stream',
    { eventName: ['MODIFY'], dynamodb: { NewImage: { open: { S: ['fulfilment'] } } } },
  ],
  'candor-dev-mail-deliver': [
    'candor-dev-mail-outbox-stream',
    { eventName: ['INSERT'], dynamodb: { NewImage: { class: { S: ['transactional', 'service', 'one-time'] } } } },
  ],
  'candor-dev-payments-refund': [
    'candor-dev-orders-orders-stream',
    { eventName: ['MODIFY'], dynamodb: { NewImage: { open: { S: ['refund'] } } } },
  ],
  'candor-dev-payments-settle': [
    'candor-dev-payments-events-stream',
    { eventName: ['INSERT'], dynamodb: { NewImage: { unsettled: { S: ['y'] } } } },
  ],
  'candor-dev-privacy-erase': [
    'candor-dev-privacy-requests-stream',
    {
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { NewImage: { state: { S: ['confirmed'] }, kind: { S: ['erasure'] } } },
    },
  ],
};

/** The name of a function by its logical id. */
const nameOf = (id: string) => api.Resources[id]?.Properties['FunctionName'] as string;

describe('stream workers', () => {
  it('read these streams, and of them these records', () => {
    const actual = ofType(api, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
      const { Filters } = Properties['FilterCriteria'] as { Filters: { Pattern: string }[] };
      const stream = (Properties['EventSourceArn'] as { 'Fn::ImportValue': string })['Fn::ImportValue'];
      const patterns = Filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown);
      return [nameOf((Properties['FunctionName'] as { Ref: string }).Ref), [stream, ...patterns]];
    });
    expect(Object.fromEntries(actual)).toEqual(sources);
  });

  it('have one source each', () => {
    expect(streamed.length).toBeGreaterThan(0);
    expect(ofType(api, 'AWS::Lambda::EventSourceMapping')).toHaveLength(streamed.length);
  });

  it.each(streamed)(
    '$name reads what it asks for, retries little and gives up into the queue',
    ({ name, on, context }) => {
      const { id } = functionNamed(api, name);
      const sources = ofType(api, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
      const table = on.stream.includes('.') ? on.stream.replace('.', '-') : `${context}-${on.stream}`;
      expect(sources.find((each) => JSON.stringify(each['FunctionName']) === JSON.stringify({ Ref: id }))).toEqual({
        FunctionName: { Ref: id },
        EventSourceArn: { 'Fn::ImportValue': `candor-dev-${table}-stream` },
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: on.batch ?? 10,
        ParallelizationFactor: 2,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: { Filters: on.where.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } },
      });
    },
  );

  it('share a failure queue that is encrypted, kept for two weeks and closed to plain HTTP', () => {
    expect(ofType(api, 'AWS::SQS::Queue')).toHaveLength(1);
    expect(failures?.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
    const [[, policy] = []] = ofType(api, 'AWS::SQS::QueuePolicy');
    expect(policy?.Properties['Queues']).toEqual([{ Ref: queue }]);
    expect(policy?.Properties['PolicyDocument']).toMatchObject({
      Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    });
  });

  it('ring when the failure queue holds anything', () => {
    const alarms = ofType(api, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const [alarm] = alarms.filter((each) => each['Namespace'] === 'AWS/SQS');
    expect(alarm).toEqual({
      AlarmDescription: 'A stream worker gave up a batch',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });
});

describe('scheduled workers', () => {
  it('run at these rates, each by a rule of its own', () => {
    const rules = ofType(api, 'AWS::Events::Rule').map(([, { Properties }]) => {
      const [target, ...more] = Properties['Targets'] as { Arn: { 'Fn::GetAtt': [string, string] } }[];
      expect(more).toEqual([]);
      expect(Properties['State']).toBe('ENABLED');
      return [nameOf(target?.Arn['Fn::GetAtt'][0] ?? ''), Properties['ScheduleExpression']];
    });
    expect(rules).toHaveLength(Object.keys(rates).length);
    expect(Object.fromEntries(rules)).toEqual(rates);
  });

  it('are not run again by Lambda when a run failed or came too late: the next tick is the retry', () => {
    const configs = ofType(api, 'AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => [
      nameOf((Properties['FunctionName'] as { Ref: string }).Ref),
      { ...Properties, FunctionName: '' },
    ]);
    const config = { FunctionName: '', Qualifier: '$LATEST', MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 };
    const scheduled = configs.filter(([name]) => ![...invoked, mailEvents].includes(name as string));
    expect(Object.fromEntries(scheduled)).toEqual(Object.fromEntries(Object.keys(rates).map((name) => [name, config])));
  });

  it.each(invoked)(
    'differ from %s, which gets a payload: two more tries within five minutes, and no queue that would keep it',
    (name) => {
      const [config] = ofType(api, 'AWS::Lambda::EventInvokeConfig')
        .map(([, { Properties }]) => Properties)
        .filter(({ FunctionName }) => nameOf((FunctionName as { Ref: string }).Ref) === name);
      expect(config).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 });
      expect(config).not.toHaveProperty('DestinationConfig');
    },
  );

  it.each(Object.entries(rates))(
    '%s at %s rings when it keeps failing: three times in a row, or once where that takes long',
    (name, rate) => {
      const { id } = functionNamed(api, name);
      const alarms = ofType(api, 'AWS::CloudWatch::Alarm').filter(([, each]) =>
        JSON.stringify(each).includes(`"${id}"`),
      );
      expect(alarms.map(([, { Properties }]) => Properties)).toEqual([
        {
          AlarmDescription: `${id.replace(/[0-9A-F]{8}$/, '')} keeps failing`,
          Namespace: 'AWS/Lambda',
          MetricName: 'Errors',
          Dimensions: [{ Name: 'FunctionName', Value: { Ref: id } }],
          Statistic: 'Sum',
          Period: 300,
          EvaluationPeriods: rate === 'rate(1440 minutes)' ? 1 : 3,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
        },
      ]);
    },
  );

  it('may be started by their own rule only', () => {
    const rules = ofType(api, 'AWS::Events::Rule').map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    expect(rules).toHaveLength(Object.keys(rates).length);
    const permissions = ofType(api, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
    const byEvents = permissions.filter((each) => each['Principal'] === 'events.amazonaws.com');
    expect(byEvents.map((each) => each['SourceArn'])).toEqual(rules);
  });
});
