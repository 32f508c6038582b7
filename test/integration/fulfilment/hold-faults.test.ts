import type { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { giveBackClaim, voidOrder } from '../../../functions/fulfilment/public.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';
import { holdFor, newSku, orderFor, pinRows, poolPorts, stock } from '../../builders/pool.ts';
import { createContractTables } from '../../harness/tables.ts';

let dynamo: TestDatabase;
let ports: ReturnType<typeof poolPorts>;
let restore: () => void = () => undefined;
beforeAll(async () => {
  dynamo = await openTestDatabase();
  await createContractTables(dynamo.client, 'test');
  ports = poolPorts(dynamo.client);
}, 60_000);
afterEach(() => restore());
afterAll(() => dynamo.close());

const during = (plan: Plan) => void (restore = injectFaults(dynamo.client, plan));
const writes = 'TransactWriteItemsCommand';
const held = async (sku: string) => (await pinRows(sku, ports)).filter((row) => row.heldBy).map((row) => row.heldBy);

/** A client for which the index of free PINs is empty for its first so many queries, as one that lags behind. */
const withLaggingIndex = (client: DynamoDBClient, queries: number): DynamoDBClient => {
  let asked = 0;
  const send = (command: { input: { IndexName?: string } }) =>
    command.input.IndexName === 'free' && (asked += 1) <= queries
      ? Promise.resolve({ Items: [] })
      : client.send(command as QueryCommand);
  return { send } as unknown as DynamoDBClient;
};

/** So many PINs of a card, and an order that will want `wants` of them. */
const someStock = async (count: number, wants = 2) => {
  const sku = newSku();
  await stock(sku, count, ports);
  const order = `order-${sku}`;
  await orderFor(order, [{ sku, quantity: wants }], ports);
  return { sku, order };
};

describe('a hold', () => {
  it.each([
    ['a conflict with another transaction', () => faults.conflict(3)],
    ['throttling', faults.throttled],
    ['a time-out', faults.timedOut],
  ])('gets through %s that passes', async (_, fault) => {
    const { sku, order } = await someStock(4);
    during((command, nth) => (command !== 'GetItemCommand' && nth < 3 ? { before: fault() } : undefined));
    expect(await holdFor(order, [{ sku, quantity: 2 }], ports)).toBe('claimed');
    restore();
    expect(await held(sku)).toEqual([order, order]);
  });

  it('is given up after six tries against a lasting conflict, holds nothing then, and can be asked for again', async () => {
    const { sku, order } = await someStock(4);
    let tries = 0;
    during((command) => (command === writes ? ((tries += 1), { before: faults.conflict(3) }) : undefined));
    await expect(holdFor(order, [{ sku, quantity: 2 }], ports)).rejects.toThrow('TransactionCanceledException');
    expect(tries).toBe(6);
    expect(await held(sku)).toEqual([]);
    restore();
    expect(await holdFor(order, [{ sku, quantity: 2 }], ports)).toBe('claimed');
  });

  it('does not retry an error that no retry mends', async () => {
    const { sku, order } = await someStock(1, 1);
    let tries = 0;
    during((command) => (command === writes ? ((tries += 1), { before: faults.killed() }) : undefined));
    await expect(holdFor(order, [{ sku, quantity: 1 }], ports)).rejects.toThrow('ProcessKilled');
    expect(tries).toBe(1);
  });

  it('whose answer was lost after the commit is held once', async () => {
    const { sku, order } = await someStock(6);
    during((command, nth) => (command === writes && nth === 0 ? { after: faults.timedOut() } : undefined));
    expect(await holdFor(order, [{ sku, quantity: 2 }], ports)).toBe('claimed');
    expect(await held(sku)).toEqual([order, order]);
  });

  it('whose answer was lost after it took the last PINs is not mistaken for an empty pool', async () => {
    const { sku, order } = await someStock(2);
    during((command, nth) => (command === writes && nth === 0 ? { after: faults.timedOut() } : undefined));
    expect(await holdFor(order, [{ sku, quantity: 2 }], ports)).toBe('claimed');
    expect(await held(sku)).toEqual([order, order]);
  });

  it.each(['before', 'after'] as const)(
    'whose process died %s the transaction is completed by repeating it',
    async (when) => {
      const { sku, order } = await someStock(3);
      during((command, nth) => (command === writes && nth === 0 ? { [when]: faults.killed() } : undefined));
      await expect(holdFor(order, [{ sku, quantity: 2 }], ports)).rejects.toThrow('ProcessKilled');
      expect(await held(sku)).toHaveLength(when === 'before' ? 0 : 2);
      restore();
      expect(await holdFor(order, [{ sku, quantity: 2 }], ports)).toBe('claimed');
      expect(await held(sku)).toEqual([order, order]);
    },
  );

  it('believes an index that shows nothing only after it has looked again', async () => {
    const { sku, order } = await someStock(1, 1);
    const lagging = withLaggingIndex(dynamo.client, 2);
    expect(await holdFor(order, [{ sku, quantity: 1 }], { ...ports, dynamo: lagging })).toBe('claimed');
    expect(await held(sku)).toEqual([order]);
  });

  it('is not fooled by an index that still lists PINs of others', async () => {
    const { sku, order } = await someStock(3);
    let raced = false;
    during(async (command) => {
      if (command !== writes || raced) return undefined;
      raced = true;
      expect(await holdFor(`other-${sku}`, [{ sku, quantity: 2 }], ports)).toBe('claimed');
      return undefined;
    });
    expect(await holdFor(order, [{ sku, quantity: 2 }], ports)).toBe('out-of-stock');
    expect(await held(sku)).toEqual([`other-${sku}`, `other-${sku}`]);
  });
});

describe('PINs that are given back', () => {
  it.each([
    ['dies', faults.killed, 'before'],
    ['dies', faults.killed, 'after'],
    ['times out', faults.timedOut, 'before'],
    ['times out', faults.timedOut, 'after'],
  ] as const)(
    'are free, every one, though the process %s around the transaction (%p, %s it)',
    async (_, fault, when) => {
      for (const free of ['given back', 'voided'] as const) {
        const { sku, order } = await someStock(2);
        await holdFor(order, [{ sku, quantity: 2 }], ports);
        const now = await orderFor(order, [], ports);
        const run = async () =>
          free === 'voided'
            ? voidOrder(now, 'refused', ports, { tell: true, disproven: 'P1' })
            : giveBackClaim(now, 'P1', ports);
        during((command, nth) => (command === writes && nth === 0 ? { [when]: fault() } : undefined));
        await run().catch(() => undefined);
        restore();
        await run();
        expect(await held(sku)).toEqual([]);
        expect((await orderFor(order, [], ports)).captureTry).toBe(free === 'voided' ? 1 : 2);
      }
    },
  );
});
