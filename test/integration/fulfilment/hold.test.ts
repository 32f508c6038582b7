import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { holdPins, isInStock, releasePins } from '../../../functions/fulfilment/public.ts';
import { take } from '../../../functions/fulfilment/store.ts';
import { toItem } from '../../../functions/kit/dynamo.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamodb.ts';
import { injectFaults } from '../../support/faults.ts';
import { holdRows, newSku, orderRow, pinRows, stock } from '../../support/pool.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { createContractTables } from '../../support/tables.ts';

let dynamo: TestDynamo;
let ports: TestPorts;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  await createContractTables(dynamo.client, 'test');
  ports = testPorts({ dynamo: dynamo.client });
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
    let transactions = 0;
    const stop = injectFaults(
      dynamo.client,
      (command) => void (command === 'TransactWriteItemsCommand' && (transactions += 1)),
    );
    const answers = await Promise.all(buyers.map((order) => holdPins(order, [{ sku, quantity: 1 }], ports)));
    stop();
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'out-of-stock')).toHaveLength(390);
    expect(await expectConsistent(sku)).toBe(10);
    expect(await isInStock(sku, ports)).toBe(false);
    // Not every loser fights for every PIN, which would be ten times as many.
    expect(transactions).toBeLessThan(1000);
  }, 60_000);

  it('of orders that want several cards never splits a line, and sells all that can be sold', async () => {
    const [one, other] = [newSku(), newSku()];
    await stock(one, 20, ports);
    await stock(other, 12, ports);
    const orders = Array.from({ length: 12 }, (_, n) => `mixed-${one}-${n}`);
    const lines = (n: number) => [
      { sku: n % 2 ? one : other, quantity: 2 },
      { sku: n % 2 ? other : one, quantity: 2 },
    ];
    const answers = await Promise.all(orders.map((order, n) => holdPins(order, lines(n), ports)));
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(6);
    for (const hold of await holdRows(ports))
      if (hold.sku === one || hold.sku === other) expect(hold.pins).toHaveLength(2);
    await expectConsistent(one);
    expect(await expectConsistent(other)).toBe(12);
  });

  it('of two orders for the same last cards is complete for one of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [newSku(), newSku()];
      await Promise.all([stock(one, 1, ports), stock(other, 1, ports)]);
      const forth = [{ sku: one, quantity: 1 }, { sku: other, quantity: 1 }]; // prettier-ignore
      const answers = await Promise.all([
        holdPins(`forth-${one}`, forth, ports),
        holdPins(`back-${one}`, [...forth].reverse(), ports),
      ]);
      expect(answers.sort()).toEqual(['held', 'out-of-stock']);
    }
  });

  it('asked for by several runs at once for one order is made once', async () => {
    const sku = newSku();
    await stock(sku, 9, ports);
    const runs = Array.from({ length: 25 }, () => holdPins(`same-${sku}`, [{ sku, quantity: 3 }], ports));
    expect(new Set(await Promise.all(runs))).toEqual(new Set(['held']));
    expect(await expectConsistent(sku)).toBe(3);
  });

  it('that took the last PINs is known to every run for its order', async () => {
    const sku = newSku();
    await stock(sku, 2, ports);
    const runs = Array.from({ length: 10 }, () => holdPins(`last-${sku}`, [{ sku, quantity: 2 }], ports));
    expect(new Set(await Promise.all(runs))).toEqual(new Set(['held']));
    expect(await holdPins(`last-${sku}`, [{ sku, quantity: 2 }], ports)).toBe('held');
  });

  it('goes through more PINs than fit a page of the index', async () => {
    const sku = newSku();
    await stock(sku, 120, ports);
    const orders = Array.from({ length: 14 }, (_, n) => `page-${sku}-${n}`);
    const answers = await Promise.all(orders.map((order) => holdPins(order, [{ sku, quantity: 9 }], ports)));
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(13);
    expect(await expectConsistent(sku)).toBe(117);
  });

  it('never takes a PIN that is not there or not free, however the index lists it', async () => {
    const sku = newSku();
    const row = { sku, id: 'held', batch: 'b', sealed: new Uint8Array(1), free: sku, heldBy: 'owner' };
    await ports.dynamo.send(new PutItemCommand({ TableName: ports.table('fulfilment.pins'), Item: toItem(row) }));
    for (const id of ['none', 'held'])
      expect(await take({ order: `late-${sku}`, sku, pins: [id] }, undefined, ports)).toEqual({ taken: [id] });
    expect(await pinRows(sku, ports)).toEqual([row]);
  });
});

describe('a release', () => {
  it('frees the PINs of a voided order for the next buyer', async () => {
    const sku = newSku();
    const [voided, next] = [`voided-${sku}`, `next-${sku}`];
    await stock(sku, 2, ports);
    const proof = await orderRow(voided, 'voided', ports);
    await holdPins(voided, [{ sku, quantity: 2 }], ports);
    expect(await releasePins(voided, proof, ports)).toBe('released');
    expect(await expectConsistent(sku)).toBe(0);
    expect(await isInStock(sku, ports)).toBe(true);
    expect(await holdPins(next, [{ sku, quantity: 2 }], ports)).toBe('held');
    expect(await releasePins(voided, proof, ports)).toBe('released');
    expect(await expectConsistent(sku)).toBe(2);
  });

  it('without the proof frees nothing', async () => {
    const sku = newSku();
    const order = `paid-${sku}`;
    await stock(sku, 1, ports);
    const proof = await orderRow(order, 'paid', ports);
    await holdPins(order, [{ sku, quantity: 1 }], ports);
    expect(await releasePins(order, proof, ports)).toBe('not-proven');
    expect(await expectConsistent(sku)).toBe(1);
  });

  it('never frees a PIN that another order holds, whatever its own hold says', async () => {
    const sku = newSku();
    await stock(sku, 1, ports);
    await holdPins(`owner-${sku}`, [{ sku, quantity: 1 }], ports);
    const pins = (await pinRows(sku, ports)).map(({ id }) => id);
    const order = `wrong-${sku}`;
    await ports.dynamo.send(
      new PutItemCommand({ TableName: ports.table('fulfilment.holds'), Item: toItem({ order, sku, pins }) }),
    );
    const proof = await orderRow(order, 'voided', ports);
    await expect(releasePins(order, proof, ports)).rejects.toThrow();
    expect(await pinRows(sku, ports)).toMatchObject([{ heldBy: `owner-${sku}` }]);
  });

  it('by several at once, while others want the PINs, frees each once', async () => {
    const sku = newSku();
    const order = `crowd-${sku}`;
    await stock(sku, 4, ports);
    const proof = await orderRow(order, 'voided', ports);
    await holdPins(order, [{ sku, quantity: 4 }], ports);
    const releases = Array.from({ length: 5 }, () => releasePins(order, proof, ports));
    const buyers = Array.from({ length: 8 }, (_, n) => holdPins(`wants-${sku}-${n}`, [{ sku, quantity: 1 }], ports));
    expect(new Set(await Promise.all(releases))).toEqual(new Set(['released']));
    const held = (await Promise.all(buyers)).filter((answer) => answer === 'held');
    expect(held).toHaveLength(4);
    expect(await expectConsistent(sku)).toBe(4);
  });
});
