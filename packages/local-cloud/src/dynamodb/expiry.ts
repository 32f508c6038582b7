import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  ScanCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Part } from '../stand-in/index.ts';
import type { Table } from '../template/cloud.ts';

type Item = Record<string, AttributeValue>;

/**
 * Deletes every item whose expiry attribute (a Number, epoch seconds) lies before `now` (epoch seconds), as DynamoDB's TTL
 * does, unless the item was given a later expiry meanwhile. Answers how many were deleted. DynamoDB Local has a TTL of its
 * own, which one expired item without an index key stops for its whole table.
 */
export const sweepExpired = async (client: DynamoDBClient, tables: readonly Table[], now: number): Promise<number> => {
  let deleted = 0;
  for (const table of tables) {
    if (table.expires === undefined) continue;
    for await (const key of expiredKeys(client, table, table.expires, now)) {
      if (await deleteExpired(client, table, table.expires, key, now)) deleted += 1;
    }
  }
  return deleted;
};

async function* expiredKeys(client: DynamoDBClient, table: Table, expires: string, now: number): AsyncGenerator<Item> {
  const keyNames = (table.create.KeySchema ?? []).flatMap((key) => key.AttributeName ?? []);
  const aliases = keyNames.map((name, index) => [`#k${index}`, name] as const);
  let from: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table.create.TableName,
        ProjectionExpression: aliases.map(([alias]) => alias).join(', '),
        FilterExpression: '#expires < :now',
        ExpressionAttributeNames: { '#expires': expires, ...Object.fromEntries(aliases) },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

const deleteExpired = async (client: DynamoDBClient, table: Table, expires: string, key: Item, now: number) => {
  try {
    await client.send(
      new DeleteItemCommand({
        TableName: table.create.TableName,
        Key: key,
        ConditionExpression: '#expires < :now',
        ExpressionAttributeNames: { '#expires': expires },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

export type ExpirySweeperSettings = {
  client: DynamoDBClient;
  tables: readonly Table[];
  /** Epoch seconds. */
  now: () => number;
  everyMs?: number;
  log: (line: string) => void;
};

/** Sweeps once a minute, never twice at once, until closed; does not keep the process alive. A failed sweep is logged and made up by the next. */
export const startExpirySweeper = (settings: ExpirySweeperSettings): Part & { close: () => Promise<void> } => {
  let running: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    try {
      await sweepExpired(settings.client, settings.tables, settings.now());
    } catch (error) {
      settings.log(`Expired items could not be swept: ${error instanceof Error ? error.message : String(error)}`);
    }
    running = undefined;
  };
  const timer = setInterval(() => void (running ??= sweep()), settings.everyMs ?? 60_000);
  timer.unref();
  return {
    name: 'expiry',
    graceMs: 2000,
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
