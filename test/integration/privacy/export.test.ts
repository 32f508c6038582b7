import { recordAccess } from '../../../functions/audit/public.ts';
import { contactWrite, mailboxHash } from '../../../functions/people/public.ts';
import { consentWrite } from '../../../functions/preferences/public.ts';
import { aYes } from '../../builders/addresses.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { exportOf } from '../../../functions/privacy/export.ts';
import type { Export } from '../../../functions/privacy/schemas.ts';
import { buy, leave } from '../../builders/journey.ts';
import { openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';
import { dumpTables, valuesOf } from '../../harness/table-dump.ts';

let world: World;
let shop: Shop;
let persons: string[];
let orders: string[];
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ limits: { timeout: 60_000, tries: 1 } });
  await shop.stock('CARD-A', 60);
  orders = [await buy(shop, 'all@example.com'), await leave(shop, 'All@example.com')];
  await buy(shop, 'somebody.else@example.com');
  persons = await Promise.all(orders.map(async (id) => (await shop.order(id)).buyer));
  const changes = { name: 'Alma All', telephone: '+1 555 0100', address: { lines: ['1 Road'], town: 'Town' } };
  const write = await contactWrite(persons[0]!, changes, { version: 1, at: shop.ports.now() }, shop.ports);
  await apply(write!, shop.ports);
  const look = { staff: 'staff-1', person: persons[0]!, fields: ['email'], action: 'search', reason: orders[0]! };
  await recordAccess({ ...look, at: shop.ports.now() }, shop.ports);
}, 120_000);
afterAll(() => world.close());

/** Tables with rows about the person that the export leaves out, and why. */
const leftOut: Record<string, string> = {
  'people.keys': 'the key itself, and a hash that it has the value of',
  'people.journal': 'hashes; there is none of somebody who refused nothing',
  'pins.pins': 'PINs are on the page of their order, after a fresh sign-in',
  'pins.holds': 'which PINs those are',
  'checkout.requests': 'ids of a request and of the order that it made; for 30 days',
  'payments.events': 'ids and times of PayPal that the order has too; for 45 days',
  'cart.carts': 'ids of orders, until they are paid',
};

describe('the export', () => {
  it('has everything that any table holds on the person, or the table is left out for a reason', async () => {
    const made = JSON.stringify(await exportOf({ persons }, shop.ports));
    const dump = await dumpTables(world.dynamo.client, shop.ports.settings.stage);
    const pseudonyms = new Set([...persons, ...orders]);
    const about = [...dump].filter(([, items]) =>
      items.some((item) => valuesOf(item).some(({ value }) => [...pseudonyms].some((id) => String(value).includes(id)))),
    );
    const tables = about.map(([name]) => name).filter((name) => !(name in leftOut));
    expect(tables.sort()).toEqual(['audit.accesses', 'mail.outbox', 'orders.orders', 'people.persons']);
    for (const value of ['all@example.com', 'All@example.com', 'Alma All', '+1 555 0100', '1 Road', ...orders])
      expect(made).toContain(value);
    expect(made).not.toContain('somebody.else');
  }); // prettier-ignore

  // promise: P5
  it('says of every value where it comes from and since when, and who of the staff looked and why', async () => {
    const { persons: known, accesses } = await exportOf({ persons }, shop.ports);
    const named = known.find(({ name }) => name === 'Alma All')!;
    expect(Object.keys(named.sources).sort()).toEqual(['address', 'email', 'name', 'telephone']);
    for (const origin of Object.values(named.sources)) expect(origin).toMatchObject({ source: 'self' });
    expect(accesses).toMatchObject([{ by: 'staff-1', action: 'search', fields: ['email'], reason: orders[0] }]);
  });

  it('comes in pages of 25 orders, each order once, and the rest on the first page alone', async () => {
    const many = await world.shop({ limits: { timeout: 60_000, tries: 1 } });
    await many.stock('CARD-A', 60);
    const all: string[] = [];
    for (let n = 0; n < 27; n += 1) all.push(await leave(many, `many${n}@example.com`));
    const buyers = await Promise.all(all.map(async (id) => (await many.order(id)).buyer));
    const pages: Export[] = [await exportOf({ persons: buyers }, many.ports)];
    for (let next = pages[0]!.next; next; next = pages.at(-1)!.next)
      pages.push(await exportOf({ persons: buyers, cursor: next }, many.ports));
    expect(pages.map((page) => page.orders.length)).toEqual([25, 2]);
    expect(pages.map((page) => page.persons.length)).toEqual([27, 0]);
    expect(pages.flatMap((page) => page.orders.map(({ id }) => id)).sort()).toEqual([...all].sort());
  }, 60_000);
});

describe('what an export says of mail', () => {
  it('is what was said at each mailbox, with source, text and time, and no hash of it', async () => {
    const hash = await mailboxHash('all@example.com', shop.ports);
    const consent = aYes({ person: persons[0]!, country: 'DE' });
    await apply(consentWrite(hash, consent, shop.ports), shop.ports);
    const made = await exportOf({ persons }, shop.ports);
    const said = { source: 'profile', text: consent.text, at: consent.at.toISOString() };
    expect(made.preferences).toEqual([
      {
        newsletter: { state: 'yes', ...said },
        history: [{ topics: ['newsletter'], to: 'yes', ...said }],
        country: 'DE',
        mailsByMonth: {},
      },
    ]);
    expect(JSON.stringify(made)).not.toContain(hash);
  });
});
