import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** What the synthesized template deploys, as plain data: the local cloud knows nothing else about the system. */
export type Cloud = {
  stageName: string;
  routes: Route[];
  functions: LambdaFunction[];
  tables: Table[];
  streams: StreamSource[];
  schedules: Schedule[];
};

export type Route = { routeKey: string; functionId: string };

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

export type Table = { id: string; create: CreateTableCommandInput & { TableName: string }; expires?: string };

/** A DynamoDB stream event source mapping. */
export type StreamSource = {
  id: string;
  functionId: string;
  tableId: string;
  batchSize: number;
  windowSeconds: number;
  startAt: 'TRIM_HORIZON' | 'LATEST';
  /** Filter patterns, parsed; a record passes when one matches, or when there is none. */
  filters: unknown[];
  bisect: boolean;
  partialFailures: boolean;
  retries: number;
  parallel: number;
  onFailureQueue?: string;
};

export type Schedule = { id: string; functionId: string; everySeconds: number; input: unknown };

/** Runs one function once with a payload; rejects with a FunctionError when the function failed or ran out of time. */
export type Invoke = (functionId: string, payload: unknown) => Promise<unknown>;
