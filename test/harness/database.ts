import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { databaseVariable } from '../../tools/test/database.ts';
import { localAccess, startTestDynamo } from './dynamodb.ts';

type Access = { region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

/** A database that nobody else sees: no other test file, whatever its tables are called. `access` is what opens it. */
export type TestDatabase = { endpoint: string; access: Access; client: DynamoDBClient; close: () => Promise<void> };

const endpointAt = async (url: string): Promise<string> => {
  const answer = await fetch(url);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
};

/**
 * Opens a database in the DynamoDB Local of this run of tests, which keeps databases apart by access key; outside of such a
 * run it starts one. Close it in `afterAll`.
 */
export const openTestDatabase = async (): Promise<TestDatabase> => {
  const shared = process.env[databaseVariable];
  if (shared === undefined) return { ...(await startTestDynamo()), access: localAccess };
  const endpoint = await endpointAt(shared);
  const credentials = { accessKeyId: randomBytes(10).toString('hex'), secretAccessKey: 'local' };
  const access = { region: localAccess.region, credentials };
  const client = new DynamoDBClient({ endpoint, ...access });
  return { endpoint, access, client, close: async () => client.destroy() };
};
