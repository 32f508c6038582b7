import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { UserPool } from '../cognito/pools.ts';

/** What the synthesized template deploys, as plain data: the local cloud knows nothing else about the system. */
export type Cloud = {
  stageName: string;
  /** The access log's format string, with its `$context` variables. */
  accessLogFormat?: string;
  routes: Route[];
  functions: LambdaFunction[];
  tables: Table[];
  streams: StreamSource[];
  schedules: Schedule[];
  /** The names of SES's configuration sets. */
  configurationSets: string[];
  mailEvents: MailEventSource[];
  userPools: UserPool[];
  /** Plain parameters of Parameter Store that the template makes, value by name. */
  parameters: Record<string, string>;
};

/** A route of the HTTP API; `routeKey` as API Gateway writes it, the time-out that of its integration. */
export type Route = { routeKey: string; functionId: string; timeoutSeconds: number };

/** A Lambda function; `environment` holds resolved values only. */
export type LambdaFunction = {
  id: string;
  name: string;
  /** Folder that holds the bundle, absolute. */
  code: string;
  /** `file.export`, as Lambda writes it. */
  handler: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
};

/** A table with the call that makes it; `id` is the logical id, `expires` the attribute of its time to live. */
export type Table = { id: string; create: CreateTableCommandInput & { TableName: string }; expires?: string };

/** A DynamoDB stream event source mapping. */
export type StreamSource = {
  id: string;
  functionId: string;
  tableId: string;
  batchSize: number;
  /** Filter patterns, parsed; a record passes when one matches, or when there is none. */
  filters: unknown[];
  bisect: boolean;
  partialFailures: boolean;
  /** Infinity where the template sets no bound. */
  retries: number;
  parallel: number;
  /** The queue's ARN. */
  onFailureQueue?: string;
};

/** A function run at a fixed rate; `input` is undefined where the target has none and gets the scheduler's own event. */
export type Schedule = { id: string; functionId: string; everySeconds: number; input: unknown };

/** A function that hears events of the mails of one configuration set, by an SNS topic. */
export type MailEventSource = {
  configurationSet: string;
  /** As in an event: `Delivery`, `Bounce`, `Complaint`. */
  types: string[];
  topicArn: string;
  functionId: string;
};

/** Runs one function once with a payload; rejects with a FunctionError when the function failed or ran out of time. */
export type Invoke = (functionId: string, payload: unknown) => Promise<unknown>;
