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
const scheduled = workers.flatMap(({ on, ...rest }) => ('every' in on ? [{ ...rest, on }] : []));

describe('stream workers', () => {
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
    expect(alarm).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
    });
  });
});

describe('scheduled workers', () => {
  it.each(scheduled)('$name runs at its rate, and rings when it keeps failing', ({ name, on }) => {
    const { id } = functionNamed(api, name);
    const arn = { 'Fn::GetAtt': [id, 'Arn'] };
    const rules = ofType(api, 'AWS::Events::Rule').filter(([, each]) => JSON.stringify(each).includes(`"${id}"`));
    expect(rules.map(([, { Properties }]) => Properties)).toEqual([
      { ScheduleExpression: `rate(${on.every})`, State: 'ENABLED', Targets: [{ Id: 'worker', Arn: arn }] },
    ]);
    const alarms = ofType(api, 'AWS::CloudWatch::Alarm').filter(([, each]) => JSON.stringify(each).includes(`"${id}"`));
    expect(alarms.map(([, { Properties }]) => Properties['MetricName'])).toEqual(['Errors']);
  });

  it('may be started by their own rule only', () => {
    const rules = ofType(api, 'AWS::Events::Rule').map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    expect(rules).toHaveLength(scheduled.length);
    const permissions = ofType(api, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
    const byEvents = permissions.filter((each) => each['Principal'] === 'events.amazonaws.com');
    expect(byEvents.map((each) => each['SourceArn'])).toEqual(rules);
  });
});
