import type { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { holdPins, releasePins } from '../../../functions/fulfilment/public.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamodb.ts';
import { faults, injectFaults, type Plan } from '../../support/faults.ts';
import { newSku, orderRow, pinRows, stock } from '../../support/pool.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { createContractTables } from '../../support/tables.ts';

let dynamo: TestDynamo;
let ports: TestPorts;
let restore: () => void = () => undefined;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  await createContractTables(dynamo.client, 'test');
  ports = testPorts({ dynamo: dynamo.client });
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

const someStock = async (count: number) => {
  const sku = newSku();
  await stock(sku, count, ports);
  return { sku, order: `order-${sku}` };
};

describe('a hold', () => {
  it.each([
    ['a conflict with another transaction', () => faults.conflict(3)],
    ['throttling', faults.throttled],
    ['a time-out', faults.timedOut],
  ])('gets through %s that passes', async (_, fault) => {
    const { sku, order } = await someStock(4);
    during((_command, nth) => (nth < 3 ? { before: fault() } : undefined));
    expect(await holdPins(order, [{ sku, quantity: 2 }], ports)).toBe('held');
    restore();
    expect(await held(sku)).toEqual([order, order]);
  });

  it('is given up after six tries against a lasting conflict, holds nothing then, and can be asked for again', async () => {
    const { sku, order } = await someStock(4);
    let tries = 0;
    during((command) => (command === writes ? ((tries += 1), { before: faults.conflict(3) }) : undefined));
    await expect(holdPins(order, [{ sku, quantity: 2 }], ports)).rejects.toThrow('TransactionCanceledException');
    expect(tries).toBe(6);
    expect(await held(sku)).toEqual([]);
    restore();
    expect(await holdPins(order, [{ sku, quantity: 2 }], ports)).toBe('held');
  });

  it('does not retry an error that no retry mends', async () => {
    const { sku, order } = await someStock(1);
    let tries = 0;
    during((command) => (command === writes ? ((tries += 1), { before: faults.killed() }) : undefined));
    await expect(holdPins(order, [{ sku, quantity: 1 }], ports)).rejects.toThrow('ProcessKilled');
    expect(tries).toBe(1);
  });

  it('whose answer was lost after the commit is held once', async () => {
    const { sku, order } = await someStock(6);
    during((command, nth) => (command === writes && nth === 0 ? { after: faults.timedOut() } : undefined));
    expect(await holdPins(order, [{ sku, quantity: 2 }], ports)).toBe('held');
    expect(await held(sku)).toEqual([order, order]);
  });

  it('whose answer was lost after it took the last PINs is not mistaken for an empty pool', async () => {
    const { sku, order } = await someStock(2);
    during((command, nth) => (command === writes && nth === 0 ? { after: faults.timedOut() } : undefined));
    expect(await holdPins(order, [{ sku, quantity: 2 }], ports)).toBe('held');
    expect(await held(sku)).toEqual([order, order]);
  });

  it('that broke off between two cards is completed by repeating it', async () => {
    const [first, second] = [await someStock(3), await someStock(3)];
    const lines = [first, second].map(({ sku }) => ({ sku, quantity: 2 }));
    during((command, nth) => (command === writes && nth === 1 ? { before: faults.killed() } : undefined));
    await expect(holdPins(first.order, lines, ports)).rejects.toThrow('ProcessKilled');
    expect([...(await held(first.sku)), ...(await held(second.sku))]).toHaveLength(2);
    restore();
    expect(await holdPins(first.order, lines, ports)).toBe('held');
    expect([...(await held(first.sku)), ...(await held(second.sku))]).toEqual(Array(4).fill(first.order));
  });

  it('believes an index that shows nothing only after it has looked again', async () => {
    const { sku, order } = await someStock(1);
    const lagging = withLaggingIndex(dynamo.client, 2);
    expect(await holdPins(order, [{ sku, quantity: 1 }], { ...ports, dynamo: lagging })).toBe('held');
    expect(await held(sku)).toEqual([order]);
  });

  it('is not fooled by an index that still lists PINs of others', async () => {
    const { sku, order } = await someStock(3);
    let raced = false;
    during(async (command) => {
      if (command !== writes || raced) return undefined;
      raced = true;
      expect(await holdPins(`other-${sku}`, [{ sku, quantity: 2 }], ports)).toBe('held');
      return undefined;
    });
    expect(await holdPins(order, [{ sku, quantity: 2 }], ports)).toBe('out-of-stock');
    expect(await held(sku)).toEqual([`other-${sku}`, `other-${sku}`]);
  });
});

describe('a release', () => {
  it.each([
    ['broke off', faults.killed, 1],
    ['timed out after the commit', faults.timedOut, 0],
  ])('that %s frees every PIN once it is repeated', async (_, fault, failing) => {
    const [first, second] = [await someStock(2), await someStock(2)];
    const proof = await orderRow(first.order, 'voided', ports);
    await holdPins(first.order, [first, second].map(({ sku }) => ({ sku, quantity: 2 })), ports); // prettier-ignore
    during((command, nth) => (command === writes && nth === failing ? { after: fault() } : undefined));
    await releasePins(first.order, proof, ports).catch(() => undefined);
    restore();
    expect(await releasePins(first.order, proof, ports)).toBe('released');
    expect([...(await held(first.sku)), ...(await held(second.sku))]).toEqual([]);
  });
});
