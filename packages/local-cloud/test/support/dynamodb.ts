import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamo } from '../../src/dynamodb/start-dynamo.ts';

/** Credentials that DynamoDB Local takes: letters and digits only. */
export const localAccess = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

export type TestDynamo = { endpoint: string; client: DynamoDBClient; close(): Promise<void> };

/** A port that was free a moment ago may be another test's by the time the emulator listens: then on another one. */
const startOnFreePort = (tries = 3): ReturnType<typeof startDynamo> =>
  startDynamo({ port: 0 }).catch((error: unknown) => {
    if (tries === 1) throw error;
    return startOnFreePort(tries - 1);
  });

/** Starts an in-memory DynamoDB Local on a free port, with a client; start it once per test file and close it in `afterAll`. */
export const startTestDynamo = async (): Promise<TestDynamo> => {
  const dynamo = await startOnFreePort();
  const client = new DynamoDBClient({ endpoint: dynamo.url, ...localAccess });
  const close = async (): Promise<void> => {
    client.destroy();
    await dynamo.close();
  };
  return { endpoint: dynamo.url, client, close };
};
