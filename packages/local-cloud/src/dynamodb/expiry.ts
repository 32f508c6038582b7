import type { Part } from '../parts.ts';
import type { Table } from '../template/cloud.ts';
import { isError, type DatabaseCall } from './call.ts';

type Item = Record<string, unknown>;
type Page = { Items?: Item[]; LastEvaluatedKey?: Item };

/**
 * Deletes every item whose expiry attribute (a Number, epoch seconds) is before `now` (epoch seconds), as DynamoDB's TTL does,
 * unless the item got a later expiry meanwhile. Returns how many were deleted. DynamoDB Local has a TTL of its own, which one
 * expired item without an index key stops for its whole table.
 */
export const sweepExpired = async (call: DatabaseCall, tables: readonly Table[], now: number): Promise<number> => {
  let deleted = 0;
  for (const { create, expires } of tables) {
    if (expires === undefined) continue;
    const { TableName, KeySchema = [] } = create;
    const ExpressionAttributeNames = { '#expires': expires };
    const expired = { ExpressionAttributeNames, ExpressionAttributeValues: { ':now': { N: String(now) } } };
    const keyOf = (item: Item) =>
      Object.fromEntries(KeySchema.map(({ AttributeName: name = '' }) => [name, item[name]]));
    let ExclusiveStartKey: Item | undefined;
    do {
      const scan = { TableName, ...expired, FilterExpression: '#expires < :now', ExclusiveStartKey };
      const page = await call<Page>('Scan', scan);
      for (const item of page.Items ?? []) {
        const removal = { TableName, Key: keyOf(item), ...expired, ConditionExpression: '#expires < :now' };
        if (await applied(call('DeleteItem', removal))) deleted += 1;
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }
  return deleted;
};

const applied = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (isError(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
};

export type ExpirySweeperSettings = {
  call: DatabaseCall;
  tables: readonly Table[];
  /** Epoch seconds. */
  now: () => number;
  everyMs?: number;
  log: (line: string) => void;
};

/** Sweeps once a minute, never twice at once, until closed; does not keep the process alive. A failed sweep is logged and made up by the next. */
export const startExpirySweeper = ({ call, tables, now, everyMs = 60_000, log }: ExpirySweeperSettings): Part => {
  let running: Promise<unknown> | undefined;
  const sweep = async (): Promise<void> => {
    await sweepExpired(call, tables, now()).catch((error: unknown) =>
      log(`Expired items could not be swept: ${error instanceof Error ? error.message : String(error)}`),
    );
    running = undefined;
  };
  const timer = setInterval(() => void (running ??= sweep()), everyMs);
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
