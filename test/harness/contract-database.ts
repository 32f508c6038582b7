import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { injectFaults } from './faults.ts';
import { createContractTables } from './tables.ts';

/** A DynamoDB Local with every table of the contracts in stage `test`, for the tests of one file. */
export const contractDatabase = (): { client: () => DynamoDBClient } => {
  let started: TestDatabase | undefined;
  beforeAll(async () => {
    started = await openTestDatabase();
    await createContractTables(started.client, 'test');
  }, 60_000);
  afterAll(() => started?.close());
  return {
    client: () => {
      if (!started) throw new Error('the database runs within tests only');
      return started.client;
    },
  };
};

/** The names of the commands that a client sends while `run` runs, in their order; the SDK's own retries aside. */
export const requestsOf = async (client: DynamoDBClient, run: () => Promise<unknown>): Promise<string[]> => {
  const names: string[] = [];
  const stop = injectFaults(client, (name) => void names.push(name));
  await run().finally(stop);
  return names;
};

/** Whether each read of an item that a client makes while `run` runs is a consistent one: a stale read decides nothing. */
export const consistencyOf = async (client: DynamoDBClient, run: () => Promise<unknown>): Promise<boolean[]> => {
  const reads: boolean[] = [];
  const stop = injectFaults(client, (name, _nth, input) => {
    if (name === 'GetItemCommand') reads.push(input['ConsistentRead'] === true);
    return undefined;
  });
  await run().finally(stop);
  return reads;
};
