import { TemplateError, type Json } from '../../../src/template/assembly.ts';
import { cloudOf } from '../../../src/template/read.ts';
import { stackOf, type Resources } from './stacks.ts';

const table = {
  TableName: 'orders',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
};
const source = {
  EventSourceArn: { 'Fn::GetAtt': ['Orders', 'StreamArn'] },
  FunctionName: { Ref: 'Work' },
  StartingPosition: 'TRIM_HORIZON',
  BatchSize: 10,
  BisectBatchOnFunctionError: true,
  FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  MaximumRetryAttempts: 5,
  DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
};
const lambda = {
  Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  Role: 'role',
  Timeout: 7,
  MemorySize: 512,
  Environment: { Variables: { TABLE: { Ref: 'Orders' } } },
};
const rule = {
  ScheduleExpression: 'rate(5 minutes)',
  Targets: [{ Arn: { 'Fn::GetAtt': ['Work', 'Arn'] }, Id: 'Target0', Input: '{"a":1}' }],
};
const integration = {
  ApiId: { Ref: 'Api' },
  IntegrationType: 'AWS_PROXY',
  IntegrationUri: { 'Fn::GetAtt': ['Work', 'Arn'] },
  PayloadFormatVersion: '2.0',
};
const route = {
  ApiId: { Ref: 'Api' },
  RouteKey: 'GET /orders',
  Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Call' }]] },
};
const stage = {
  ApiId: { Ref: 'Api' },
  StageName: 'api',
  AccessLogSettings: { DestinationArn: 'log', Format: '$context.status' },
};

const shop = {
  Orders: ['AWS::DynamoDB::Table', table],
  Failures: ['AWS::SQS::Queue'],
  Work: ['AWS::Lambda::Function', lambda],
  Changes: ['AWS::Lambda::EventSourceMapping', source],
  Often: ['AWS::Events::Rule', rule],
  Api: ['AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', Name: 'shop' }],
  Call: ['AWS::ApiGatewayV2::Integration', integration],
  Read: ['AWS::ApiGatewayV2::Route', route],
  Stage: ['AWS::ApiGatewayV2::Stage', stage],
  Policy: ['AWS::SSM::Parameter', { Name: '/shop/policy', Type: 'String', Value: '1' }],
} satisfies Resources;

const read = (changes: Resources = {}, rest = {}) => cloudOf([stackOf({ ...shop, ...changes }, rest)]);

describe('a template as a cloud', () => {
  it('has routes that lead to functions, with the stage and its access log', () => {
    expect(read()).toMatchObject({
      stageName: 'api',
      accessLogFormat: '$context.status',
      routes: [{ routeKey: 'GET /orders', functionId: 'Work', timeoutSeconds: 30 }],
      parameters: { '/shop/policy': '1' },
    });
  });

  it('has functions with the folder of their asset and a resolved environment', () => {
    expect(read().functions).toEqual([
      {
        id: 'Work',
        name: 'shop-Work',
        code: '/assets/code',
        handler: 'index.handler',
        timeoutSeconds: 7,
        memoryMegabytes: 512,
        environment: { TABLE: 'orders' },
      },
    ]);
  });

  it('has tables as the calls that make them', () => {
    expect(read().tables).toEqual([
      {
        id: 'Orders',
        expires: 'expiresAt',
        create: {
          TableName: 'orders',
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: table.KeySchema,
          AttributeDefinitions: table.AttributeDefinitions,
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        },
      },
    ]);
  });

  it('has stream sources with all that decides about delivery', () => {
    expect(read().streams).toEqual([
      {
        id: 'Changes',
        functionId: 'Work',
        tableId: 'Orders',
        batchSize: 10,
        filters: [{ eventName: ['INSERT'] }],
        bisect: true,
        partialFailures: true,
        retries: 5,
        parallel: 1,
        onFailureQueue: 'arn:aws:sqs:us-east-1:000000000000:shop-Failures',
      },
    ]);
  });

  it('refuses a bound on the age of records, which nothing here keeps', () => {
    const bounded = { ...source, MaximumRecordAgeInSeconds: 3600 };
    const changed = () => read({ Changes: ['AWS::Lambda::EventSourceMapping', bounded] });
    expect(changed).toThrow(/Changes.*MaximumRecordAgeInSeconds/);
  });

  it('retries a stream without end where the template sets no bound', () => {
    const { MaximumRetryAttempts: _retries, ...unbounded } = source;
    const [stream] = read({ Changes: ['AWS::Lambda::EventSourceMapping', unbounded] }).streams;
    expect(stream?.retries).toBe(Infinity);
  });

  it.each([
    ['rate(1 minute)', 60],
    ['rate(5 minutes)', 300],
    ['rate(2 hours)', 7200],
    ['rate(1 day)', 86_400],
  ])('runs %s every %d seconds', (ScheduleExpression, everySeconds) => {
    const { schedules } = read({ Often: ['AWS::Events::Rule', { ...rule, ScheduleExpression }] });
    expect(schedules).toEqual([{ id: 'Often', functionId: 'Work', everySeconds, input: { a: 1 } }]);
  });

  it('leaves out what is switched off', () => {
    const changes: Resources = {
      Often: ['AWS::Events::Rule', { ...rule, State: 'DISABLED' }],
      Changes: ['AWS::Lambda::EventSourceMapping', { ...source, Enabled: false }],
    };
    expect(read(changes)).toMatchObject({ schedules: [], streams: [] });
  });

  it('has the default stage where the template names it, and no access log where it has none', () => {
    const { AccessLogSettings: _log, ...silent } = stage;
    const cloud = read({ Stage: ['AWS::ApiGatewayV2::Stage', { ...silent, StageName: '$default' }] });
    expect(cloud.stageName).toBe('$default');
    expect(cloud).not.toHaveProperty('accessLogFormat');
  });

  it('leaves permissions alone, whatever intrinsics they hold', () => {
    const statement = { Resource: { 'Fn::Select': [0, ['a']] } };
    expect(read({ Policy2: ['AWS::IAM::Policy', { PolicyDocument: statement }] }).functions).toHaveLength(1);
  });
});

describe('a template that is not wholly understood is refused by name', () => {
  const changed = (id: keyof typeof shop, properties: Json): Resources => {
    const [type, own = {}] = shop[id] as [string, Json?];
    return { [id]: [type, { ...own, ...properties }] };
  };
  const cases: [string, Resources, string][] = [
    ['a resource type', { Box: ['AWS::S3::Bucket'] }, 'shop/Box: the resource type AWS::S3::Bucket is unknown'],
    [
      'a property',
      changed('Work', { Layers: [] }),
      'shop/Work: the property Layers of AWS::Lambda::Function is unknown',
    ],
    [
      'a stream property',
      changed('Orders', { StreamSpecification: { Odd: 1 } }),
      'StreamSpecification: the property Odd',
    ],
    ['an index property', changed('Orders', { GlobalSecondaryIndexes: [{ Odd: 1 }] }), 'the property Odd is unknown'],
    ['provisioned billing', changed('Orders', { BillingMode: 'PROVISIONED' }), 'shop/Orders.BillingMode'],
    ['a runtime', changed('Work', { Runtime: 'python3.13' }), 'shop/Work.Runtime: only Node.js is known'],
    [
      'a bundle that is no asset',
      changed('Work', { Code: { S3Bucket: 'assets', S3Key: 'other.zip' } }),
      'no asset has the key other.zip',
    ],
    ['code in the template', changed('Work', { Code: { ZipFile: 'x' } }), 'shop/Work.Code: the property ZipFile'],
    [
      'a source other than a stream',
      changed('Changes', { EventSourceArn: 'arn:aws:sqs:x' }),
      'shop/Changes.EventSourceArn',
    ],
    [
      'a response type',
      changed('Changes', { FunctionResponseTypes: ['Odd'] }),
      'FunctionResponseTypes.0: only ReportBatchItemFailures',
    ],
    ['a starting position', changed('Changes', { StartingPosition: 'LATEST' }), 'only TRIM_HORIZON is known'],
    ['a batching window', changed('Changes', { MaximumBatchingWindowInSeconds: 1 }), 'MaximumBatchingWindowInSeconds'],
    ['a pattern that is not JSON', changed('Changes', { FilterCriteria: { Filters: [{ Pattern: '{' }] } }), 'not JSON'],
    ['a function that is not there', changed('Changes', { FunctionName: 'other' }), 'no function of this template'],
    ['a schedule', changed('Often', { ScheduleExpression: 'cron(0 3 * * ? *)' }), 'the schedule cron(0 3 * * ? *)'],
    ['a target property', changed('Often', { Targets: [{ InputPath: '$' }] }), 'Targets.0: the property InputPath'],
    ['an authorizer', changed('Read', { AuthorizationType: 'JWT' }), 'shop/Read.AuthorizationType'],
    ['a route to nowhere', changed('Read', { Target: 'integrations/x' }), 'no integration is called integrations/x'],
    [
      'an integration type',
      changed('Call', { IntegrationType: 'HTTP_PROXY' }),
      'shop/Call.IntegrationType: only AWS_PROXY is known',
    ],
    [
      'a WebSocket API',
      changed('Api', { ProtocolType: 'WEBSOCKET' }),
      'shop/Api.ProtocolType: only an HTTP API is known',
    ],
    ['a second stage', { More: ['AWS::ApiGatewayV2::Stage', stage] }, 'shop/More: a second stage'],
  ];
  it.each(cases)('%s', (_name, changes, sentence) => {
    expect(() => read(changes)).toThrow(TemplateError);
    expect(() => read(changes)).toThrow(sentence);
  });
});
