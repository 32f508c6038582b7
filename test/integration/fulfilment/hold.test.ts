import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { candidates } from '../../../functions/pins/free-pins.ts';
import { holdAndClaim } from '../../../functions/fulfilment/public.ts';
import { freeCount } from '../../../functions/pins/public.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { injectFaults } from '../../harness/faults.ts';
import { holdFor, holdRows, newSku, orderFor, pinRows, poolPorts, stock } from '../../builders/pool.ts';
import { createContractTables } from '../../harness/tables.ts';

let dynamo: TestDatabase;
let ports: ReturnType<typeof poolPorts>;
beforeAll(async () => {
  dynamo = await openTestDatabase();
  await createContractTables(dynamo.client, 'test');
  ports = poolPorts(dynamo.client);
}, 60_000);
afterAll(() => dynamo.close());

/** Every PIN is free and held by nobody, or held by just the order whose hold names it. */
const expectConsistent = async (sku: string) => {
  const named = (await holdRows(ports))
    .filter((hold) => hold.sku === sku)
    .flatMap(({ order, pins }) => pins.map((id) => `${order} ${id}`));
  const rows = await pinRows(sku, ports);
  const held = rows.filter((row) => row.heldBy !== undefined).map((row) => `${row.heldBy} ${row.id}`);
  expect(named.sort()).toEqual(held.sort());
  for (const row of rows) expect(row.free).toBe(row.heldBy === undefined ? sku : undefined);
  return held.length;
};

describe('a hold', () => {
  it('of 400 buyers for 10 PINs gives 10 of them one each, and the others nothing', async () => {
    const sku = newSku();
    await stock(sku, 10, ports);
    const buyers = Array.from({ length: 400 }, (_, n) => `buyer-${n}`);
    await Promise.all(buyers.map((order) => orderFor(order, [{ sku, quantity: 1 }], ports)));
    let transactions = 0;
    const stop = injectFaults(
      dynamo.client,
      (command) => void (command === 'TransactWriteItemsCommand' && (transactions += 1)),
    );
    const answers = await Promise.all(buyers.map((order) => holdFor(order, [{ sku, quantity: 1 }], ports)));
    stop();
    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'out-of-stock')).toHaveLength(390);
    expect(await expectConsistent(sku)).toBe(10);
    expect(await freeCount(sku, 9, ports)).toBe(0);
    // Not every loser fights for every PIN, which would be ten times as many.
    expect(transactions).toBeLessThan(1000);
  });

  it('of orders that want several cards never splits a line, and sells all that can be sold', async () => {
    const [one, other] = [newSku(), newSku()];
    await stock(one, 20, ports);
    await stock(other, 12, ports);
    const orders = Array.from({ length: 12 }, (_, n) => `mixed-${one}-${n}`);
    const lines = (n: number) => [
      { sku: n % 2 ? one : other, quantity: 2 },
      { sku: n % 2 ? other : one, quantity: 2 },
    ];
    const answers = await Promise.all(orders.map((order, n) => holdFor(order, lines(n), ports)));
    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(6);
    for (const hold of await holdRows(ports))
      if (hold.sku === one || hold.sku === other) expect(hold.pins).toHaveLength(2);
    await expectConsistent(one);
    expect(await expectConsistent(other)).toBe(12);
  });

  it('of two orders for the same last cards is complete for one of them, and the other holds nothing', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [newSku(), newSku()];
      await Promise.all([stock(one, 1, ports), stock(other, 1, ports)]);
      const forth = [{ sku: one, quantity: 1 }, { sku: other, quantity: 1 }]; // prettier-ignore
      const answers = await Promise.all([
        holdFor(`forth-${one}`, forth, ports),
        holdFor(`back-${one}`, [...forth].reverse(), ports),
      ]);
      expect(answers.sort()).toEqual(['claimed', 'out-of-stock']);
      expect(await expectConsistent(one)).toBe(1);
      expect(await expectConsistent(other)).toBe(1);
    }
  });

  it('asked for by several runs at once for one order is made once', async () => {
    const sku = newSku();
    await stock(sku, 9, ports);
    const order = await orderFor(`same-${sku}`, [{ sku, quantity: 3 }], ports);
    const runs = Array.from({ length: 25 }, () => holdAndClaim(order, 'P1', ports));
    expect(new Set(await Promise.all(runs))).toEqual(new Set(['claimed']));
    expect(await expectConsistent(sku)).toBe(3);
  });

  it('that took the last PINs is known to every run for its order', async () => {
    const sku = newSku();
    await stock(sku, 2, ports);
    const order = await orderFor(`last-${sku}`, [{ sku, quantity: 2 }], ports);
    const runs = Array.from({ length: 10 }, () => holdAndClaim(order, 'P1', ports));
    expect(new Set(await Promise.all(runs))).toEqual(new Set(['claimed']));
    expect(await holdAndClaim(order, 'P1', ports)).toBe('claimed');
  });

  it('goes through more PINs than fit a page of the index', async () => {
    const sku = newSku();
    await stock(sku, 120, ports);
    const orders = Array.from({ length: 14 }, (_, n) => `page-${sku}-${n}`);
    const answers = await Promise.all(orders.map((order) => holdFor(order, [{ sku, quantity: 9 }], ports)));
    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(13);
    expect(await expectConsistent(sku)).toBe(117);
  });

  it('of more PINs than one transaction takes is refused before anything is written', async () => {
    const sku = newSku();
    await expect(holdFor(`many-${sku}`, [{ sku, quantity: 91 }], ports)).rejects.toThrow(RangeError);
  });

  it('never takes a PIN that is not free, however the index lists it', async () => {
    const sku = newSku();
    const row = { sku, id: 'held', batch: 'b', sealed: new Uint8Array(1), free: sku, heldBy: 'owner' };
    await ports.dynamo.send(new PutItemCommand({ TableName: ports.table('pins.pins'), Item: toItem(row) }));
    expect(await candidates({ sku, quantity: 1 }, new Set(), ports)).toEqual(['held']);
    expect(await holdFor(`late-${sku}`, [{ sku, quantity: 1 }], ports)).toBe('out-of-stock');
    expect(await pinRows(sku, ports)).toEqual([row]);
  });
});
