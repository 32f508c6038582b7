import { recordAccess } from '../../../functions/audit/public.ts';
import { markAt } from '../../../functions/kit/contract/held.ts';
import { transact } from '../../../functions/kit/store/write.ts';
import { eraseWrites } from '../../../functions/people/public.ts';
import { leave, payer, shopAfterJourney } from '../../builders/journey.ts';
import { privacyOffice } from '../../harness/privacy-office.ts';
import { openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';
import { allTables, asSearched, dumpTables, valuesOf } from '../../harness/table-dump.ts';

let world: World;
let shop: Shop;
let dump: Awaited<ReturnType<typeof dumpTables>>;
beforeAll(async () => {
  world = await openWorld();
  shop = await shopAfterJourney(world);
  const office = privacyOffice(shop);
  await office.visit('POST', await office.askAndRead('Buyer.One@example.com', 'export'));
  await office.visit('POST', await office.askAndRead('leaver@example.com', 'erasure'));
  await office.work();
  const { ports } = shop;
  const look = { staff: 'staff-1', person: 'person-1', fields: ['email'], action: 'search', reason: 'order-1' };
  await recordAccess({ ...look, at: ports.now() }, ports);
  await office.retain();
  await transact(
    await eraseWrites((await shop.order(await leave(shop, 'gone@example.com'))).buyer, ports.now(), ports),
    ports,
  );
  dump = await dumpTables(world.dynamo.client, shop.ports.settings.stage);
}, 120_000);
afterAll(() => world.close());

const rowsOf = (table: string) => (dump.get(table) ?? []).flatMap(valuesOf);

describe('the tables after a journey', () => {
  it('hold something of what they are for', () => {
    const filled = [...dump].filter(([, items]) => items.length > 0).map(([name]) => name);
    for (const name of ['people.persons', 'people.keys', 'orders.orders', 'mail.outbox', 'payments.events', 'pins.holds', 'privacy.requests',
      'privacy.progress', 'people.journal', 'audit.accesses'])
      expect(filled).toContain(name);
  }); // prettier-ignore

  // promise: P4
  it.each([...allTables().keys()])('have in %s no attribute that its contract does not mark', (table) => {
    const fields = allTables().get(table)?.fields ?? {};
    const unmarked = rowsOf(table).filter(({ path }) => markAt(fields, path) === undefined);
    expect([...new Set(unmarked.map(({ path }) => path.join('.')))]).toEqual([]);
  });

  it.each([...allTables().keys()])('have in %s sealed values that are bytes, or bytes in base64url', (table) => {
    const fields = allTables().get(table)?.fields ?? {};
    for (const { path, value } of rowsOf(table).filter((leaf) => markAt(fields, leaf.path) === 'sealed')) {
      const isBytes = value instanceof Uint8Array || (typeof value === 'string' && /^[\w-]{40,}$/.test(value));
      expect([table, path.join('.'), isBytes]).toEqual([table, path.join('.'), true]);
    }
  });

  // promise: P15
  it('show no personal value of anybody in the clear, PayPal’s payer included', () => {
    const text = asSearched(dump).toLowerCase();
    for (const value of ['buyer.one@', 'leaver@', payer.email, payer.name, '@example.com', '@example.net'])
      expect(text).not.toContain(value.toLowerCase());
  });
});
