import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  paginateScan,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Part } from '../parts.ts';
import type { Table } from '../template/cloud.ts';

type Item = Record<string, AttributeValue>;

/**
 * Deletes every item whose expiry attribute (a Number, epoch seconds) is before `now` (epoch seconds), as DynamoDB's TTL does,
 * unless the item got a later expiry meanwhile. Returns how many were deleted. DynamoDB Local has a TTL of its own, which one
 * expired item without an index key stops for its whole table.
 */
export const sweepExpired = async (client: DynamoDBClient, tables: readonly Table[], now: number): Promise<number> => {
  let deleted = 0;
  for (const { create, expires } of tables) {
    if (expires === undefined) continue;
    const { TableName } = create;
    const ExpressionAttributeNames = { '#expires': expires };
    const expired = { ExpressionAttributeNames, ExpressionAttributeValues: { ':now': { N: String(now) } } };
    const names = (create.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
    const scan = paginateScan({ client }, { TableName, ...expired, FilterExpression: '#expires < :now' });
    for await (const { Items = [] } of scan) {
      for (const item of Items) {
        const Key = Object.fromEntries(names.map((name) => [name, item[name]])) as Item;
        const command = new DeleteItemCommand({ TableName, Key, ...expired, ConditionExpression: '#expires < :now' });
        if (await applied(client.send(command))) deleted += 1;
      }
    }
  }
  return deleted;
};

const applied = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
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
  let running: Promise<unknown> | undefined;
  const sweep = async (): Promise<void> => {
    await sweepExpired(settings.client, settings.tables, settings.now()).catch((error: unknown) =>
      settings.log(`Expired items could not be swept: ${error instanceof Error ? error.message : String(error)}`),
    );
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
