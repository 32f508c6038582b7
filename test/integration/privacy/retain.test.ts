import { day } from '../../../functions/kit/value/time.ts';
import { emailOf, newPerson, personsAt } from '../../../functions/people/public.ts';
import { transact } from '../../../functions/kit/store/write.ts';
import { retain } from '../../../functions/privacy/workers.ts';
import { buy, leave } from '../../builders/journey.ts';
import { testKeyRing } from '../../harness/ports.ts';
import { privacyOffice } from '../../harness/privacy-office.ts';
import { openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
let ahead = 0;
beforeAll(async () => void (world = await openWorld()), 60_000);
beforeEach(async () => {
  ahead = 0;
  shop = await world.shop({ limits: { timeout: 60_000, tries: 1 }, now: () => new Date(Date.now() + ahead) });
  await shop.stock('CARD-A', 5);
}, 60_000);
afterAll(() => world.close());

const buyerOf = async (order: string) => (await shop.order(order)).buyer;

describe('the daily retention', () => {
  it('forgets a buyer without an account 180 days after their order, and not while it is not done with', async () => {
    const [done, open] = [await buyerOf(await buy(shop, 'done@example.com')), await buyerOf(await leave(shop, 'open@example.com'))];
    ahead = 179 * day;
    expect(await retain(shop.ports)).toMatchObject({ guests: 0, orders: 0 });
    ahead = 181 * day;
    expect(await retain(shop.ports)).toMatchObject({ guests: 1, orders: 0 });
    expect(await emailOf(done, shop.ports)).toBeUndefined();
    expect(await emailOf(open, shop.ports)).toBe('open@example.com');
    expect(await retain(shop.ports)).toMatchObject({ guests: 0 });
  }); // prettier-ignore

  it('keeps a customer, however old', async () => {
    const person = { id: 'customer', kind: 'customer', email: 'customer@example.com', at: shop.ports.now() } as const;
    await transact(await newPerson(person, shop.ports), shop.ports);
    ahead = 4000 * day;
    expect(await retain(shop.ports)).toMatchObject({ guests: 0 });
    expect(await emailOf('customer', shop.ports)).toBe('customer@example.com');
  });

  it('deletes an order after ten years, with its PINs and no others', async () => {
    const id = await buy(shop, 'old@example.com');
    const office = privacyOffice(shop);
    const pinsBefore = (await office.rows('pins.pins')).length;
    ahead = 3652 * day;
    expect(await retain(shop.ports)).toMatchObject({ orders: 0 });
    ahead = 3654 * day;
    expect(await retain(shop.ports)).toMatchObject({ orders: 1 });
    expect((await office.rows('orders.orders')).map((row) => row['id'])).not.toContain(id);
    expect(await office.rows('pins.pins')).toHaveLength(pinsBefore - 1);
    expect(await office.rows('pins.holds')).toEqual([]);
    expect(await retain(shop.ports)).toMatchObject({ orders: 0 });
  });

  it('hashes look-ups anew after a rotation, so that the older key can go', async () => {
    const person = await buyerOf(await buy(shop, 'turn@example.com'));
    const k2 = Buffer.alloc(32, 7).toString('base64');
    const ringed = (ring: object): typeof shop.ports => ({
      ...shop.ports,
      secrets: async (name, schema) => (name === 'person-lookup-keys' ? schema.parse(ring) : shop.ports.secrets(name, schema)),
    });
    const both = ringed({ current: 'k2', keys: { ...testKeyRing.keys, k2 } });
    expect(await retain(both)).toMatchObject({ 'look-ups': 1 });
    expect(await retain(both)).toMatchObject({ 'look-ups': 0 });
    expect(await personsAt('turn@example.com', ringed({ current: 'k2', keys: { k2 } }))).toEqual([person]);
  }); // prettier-ignore

  it('stops in time and goes on where it stopped', async () => {
    for (let n = 0; n < 3; n += 1) await leave(shop, `many${n}@example.com`);
    let reads = 0;
    const slow = { ...shop.ports, now: () => new Date(Date.now() + ahead + (reads += 1) * 400_000) };
    expect(await retain(slow)).not.toHaveProperty('failed');
    expect(await retain(shop.ports)).toMatchObject({ guests: 0, orders: 0 });
  });
});
