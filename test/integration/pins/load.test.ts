import { paginateScan } from '@aws-sdk/client-dynamodb';
import { loadPins, pinsOf, type LoadOutcome } from '../../../functions/pins/public.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';
import { holdFor, newSku, pinRows } from '../../builders/pool.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';
import { createContractTables } from '../../harness/tables.ts';

let dynamo: TestDatabase;
let ports: TestPorts;
let restore: () => void = () => undefined;
beforeAll(async () => {
  dynamo = await openTestDatabase();
  await createContractTables(dynamo.client, 'test');
  ports = testPorts({ dynamo: dynamo.client });
}, 60_000);
afterEach(() => restore());
afterAll(() => dynamo.close());

type Row = { sku: string; pin: string };
const batch = (sku: string, count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({ sku, pin: String(900_000_000_000 + n) }));

const load = async (rows: Row[], into = ports) => {
  const counts: Partial<Record<LoadOutcome, number>> = {};
  await loadPins(rows, into, (_, outcome) => void (counts[outcome] = (counts[outcome] ?? 0) + 1));
  return counts;
};

describe('a load of PINs', () => {
  it('puts each into the pool, free, and a second load puts none', async () => {
    const rows = batch(newSku(), 100);
    expect(await load(rows)).toEqual({ new: 100 });
    expect(await load(rows)).toEqual({ 'already-there': 100 });
    expect(await pinRows(rows[0]!.sku, ports)).toHaveLength(100);
  });

  it('leaves PINs alone that are held or sold', async () => {
    const sku = newSku();
    await load(batch(sku, 1));
    await holdFor(`order-${sku}`, [{ sku, quantity: 1 }], ports);
    expect(await load(batch(sku, 2))).toEqual({ 'already-there': 1, new: 1 });
    expect(await pinsOf(`order-${sku}`, ports)).toEqual(batch(sku, 1));
    expect(await holdFor(`other-${sku}`, [{ sku, quantity: 2 }], ports)).toBe('out-of-stock');
  });

  it('tells a repetition within the batch, and what is no PIN, and loads the others', async () => {
    const sku = newSku();
    const rows = ['12345678', '1234-5678', '87654321', 'no\npin'].map((pin) => ({ sku, pin }));
    expect(await load(rows)).toEqual({ new: 2, repeated: 1, 'not-a-pin': 1 });
  });

  it('run twice at once loads each PIN once, and every PIN opens', async () => {
    const sku = newSku();
    const both = await Promise.all([load(batch(sku, 40)), load(batch(sku, 40))]);
    expect((both[0].new ?? 0) + (both[1].new ?? 0)).toBe(40);
    await holdFor(`order-${sku}`, [{ sku, quantity: 40 }], ports);
    expect(await pinsOf(`order-${sku}`, ports)).toEqual(expect.arrayContaining(batch(sku, 40)));
  });

  it('that broke off is finished by repeating it, and every PIN opens', async () => {
    const sku = newSku();
    restore = injectFaults(dynamo.client, (command, nth) =>
      command === 'PutItemCommand' && nth >= 20 ? { after: faults.killed() } : undefined,
    );
    await expect(load(batch(sku, 80))).rejects.toThrow('ProcessKilled');
    restore();
    const there = (await pinRows(sku, ports)).length;
    expect(there).toBeLessThan(80);
    expect(await load(batch(sku, 80))).toEqual({ new: 80 - there, 'already-there': there });
    await holdFor(`order-${sku}`, [{ sku, quantity: 80 }], ports);
    expect(await pinsOf(`order-${sku}`, ports)).toEqual(expect.arrayContaining(batch(sku, 80)));
  });

  it('counts a PIN as new when only the answer to its first try was lost', async () => {
    const sku = newSku();
    let puts = 0;
    const loseSome: Plan = (command, nth) => {
      if (command !== 'PutItemCommand') return undefined;
      puts += 1;
      return nth >= 1 && nth <= 5 ? { after: faults.timedOut() } : undefined;
    };
    restore = injectFaults(dynamo.client, loseSome, 'each try');
    expect(await load(batch(sku, 10))).toEqual({ new: 10 });
    expect(puts).toBe(1 + 10 + 5);
  });

  it('stores no PIN that anybody could read', async () => {
    const sku = newSku();
    await load(batch(sku, 3));
    const stored: string[] = [];
    for (const table of ['pins', 'keys', 'holds']) {
      const pages = paginateScan({ client: dynamo.client }, { TableName: ports.table(`pins.${table}`) });
      for await (const page of pages) stored.push(JSON.stringify(page.Items));
    }
    const bytes = /\{"0":[^}]*\}/g;
    const binary = stored
      .flatMap((text) => text.match(bytes) ?? [])
      .map((text) => Buffer.from(Object.values(JSON.parse(text) as number[])).toString('latin1'));
    expect(binary.length).toBeGreaterThan(3);
    for (const { pin } of batch(sku, 3)) for (const text of [...stored, ...binary]) expect(text).not.toContain(pin);
  });
});
