import { z } from 'zod';
import { flag, number, only, text } from './fields.ts';
import { userPoolResources } from './user-pool-resources.ts';

const anything = z.unknown();
const keys = z.array(z.strictObject({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE']) }));

const json = text.transform((value, context): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue('it is not JSON');
    return z.NEVER;
  }
});

const unitSeconds = { minute: 60, hour: 3600, day: 86_400 };
const everySeconds = text.transform((expression, context) => {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit) return Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
  context.addIssue(`the schedule ${expression} is unknown`);
  return z.NEVER;
});

const index = z.strictObject({
  IndexName: text,
  KeySchema: keys,
  Projection: z.strictObject({
    NonKeyAttributes: z.array(text).optional(),
    ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']),
  }),
});

/** The properties that the local cloud acts on, by resource type. */
export const used = {
  'AWS::ApiGatewayV2::Api': z.strictObject({ ProtocolType: z.literal('HTTP', 'only an HTTP API is known') }),
  'AWS::ApiGatewayV2::Integration': z.strictObject({
    ApiId: text,
    IntegrationType: only('AWS_PROXY'),
    IntegrationUri: text,
    PayloadFormatVersion: only('2.0'),
    TimeoutInMillis: number.default(30_000),
  }),
  'AWS::ApiGatewayV2::Route': z.strictObject({
    ApiId: text,
    AuthorizationType: only('NONE').optional(),
    RouteKey: text,
    Target: text,
  }),
  'AWS::ApiGatewayV2::Stage': z.strictObject({
    AccessLogSettings: z.strictObject({ DestinationArn: text, Format: text }).optional(),
    ApiId: text,
    StageName: text,
  }),
  ...userPoolResources,
  'AWS::DynamoDB::Table': z.strictObject({
    AttributeDefinitions: z.array(z.strictObject({ AttributeName: text, AttributeType: z.enum(['B', 'N', 'S']) })),
    BillingMode: only('PAY_PER_REQUEST'),
    GlobalSecondaryIndexes: z.array(index).optional(),
    KeySchema: keys,
    StreamSpecification: z
      .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE']) })
      .optional(),
    TableName: text.optional(),
    TimeToLiveSpecification: z.strictObject({ AttributeName: text, Enabled: flag }).optional(),
  }),
  'AWS::Events::Rule': z.strictObject({
    ScheduleExpression: everySeconds,
    State: z.enum(['DISABLED', 'ENABLED'], 'only ENABLED and DISABLED are known').default('ENABLED'),
    Targets: z.array(
      z.strictObject({
        Arn: text,
        // Where a failed delivery goes is EventBridge's own business.
        DeadLetterConfig: anything.optional(),
        Id: text,
        Input: json.optional(),
        RetryPolicy: anything.optional(),
      }),
    ),
  }),
  'AWS::Lambda::EventSourceMapping': z.strictObject({
    BatchSize: number.default(100),
    BisectBatchOnFunctionError: flag.default(false),
    DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: text }) }).optional(),
    Enabled: flag.default(true),
    EventSourceArn: text,
    FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: json })) }).default({ Filters: [] }),
    FunctionName: text,
    FunctionResponseTypes: z.array(only('ReportBatchItemFailures')).default([]),
    MaximumRetryAttempts: number.default(-1),
    ParallelizationFactor: number.default(1),
    StartingPosition: only('TRIM_HORIZON'),
  }),
  'AWS::Lambda::Function': z.strictObject({
    Code: z.strictObject({ S3Bucket: text, S3Key: text }),
    Environment: z.strictObject({ Variables: z.record(text, text).default({}) }).optional(),
    FunctionName: text.optional(),
    Handler: text,
    MemorySize: number.default(128),
    Runtime: text.startsWith('nodejs', 'only Node.js is known'),
    Timeout: number.default(3),
  }),
  'AWS::SES::ConfigurationSet': z.strictObject({ Name: text.optional() }),
  'AWS::SES::ConfigurationSetEventDestination': z.strictObject({
    ConfigurationSetName: text,
    EventDestination: z.strictObject({
      Enabled: flag.default(true),
      MatchingEventTypes: z.array(z.enum(['bounce', 'complaint', 'delivery'])),
      Name: text.optional(),
      SnsDestination: z.strictObject({ TopicARN: text }),
    }),
  }),
  'AWS::SNS::Subscription': z.strictObject({ Endpoint: text, Protocol: only('lambda'), TopicArn: text }),
  'AWS::SNS::Topic': z.strictObject({ TopicName: text.optional() }),
  'AWS::SQS::Queue': z.strictObject({ QueueName: text.optional() }),
  'AWS::SSM::Parameter': z.strictObject({ Name: text.optional(), Value: text }),
};

/** A resource type that the local cloud acts on. */
export type Type = keyof typeof used;

/** The properties of a resource of a type, resolved, with CloudFormation's defaults. */
export type Properties<T extends Type> = z.output<(typeof used)[T]>;
