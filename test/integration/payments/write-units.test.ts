import { settle } from '../../../functions/payments/settle/settle.ts';
import { decide, openWorld, type World } from '../../harness/shop-in-process.ts';
import { writeUnitsOf } from '../../harness/write-units.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

/** What settling an approved payment costs, write by write, until its receipt is in the outbox. */
const costOf = async (cards: number, each: number) => {
  const shop = await world.shop({ limits: { timeout: 8_000, tries: 1 } });
  const skus = Array.from({ length: cards }, (_, n) => `CARD-WITH-A-NAME-${n}`);
  for (const sku of skus) await shop.stock(sku, each);
  const cookies = await shop.visitor(...skus.map((sku): [string, number] => [sku, each]));
  const { body } = await shop.checkOut(cookies, 'key');
  await decide(body.approveUrl, 'approve');
  const paypal = await shop.paypalOrderOf(body.orderId);
  const { stage } = shop.ports.settings;
  const costs = await writeUnitsOf(world.dynamo.client, stage, () => settle(paypal, shop.ports));
  expect((await shop.order(body.orderId)).status).toBe('fulfilled');
  return costs;
};

describe('an approved payment', () => {
  it.each([
    { cards: 1, each: 2, holds: 10, delivers: 9 },
    { cards: 10, each: 1, holds: 36, delivers: 15 },
    { cards: 10, each: 2, holds: 66, delivers: 15 },
  ])(
    'of $cards cards with $each PINs each is held and claimed for $holds write units, and delivered for $delivers',
    async ({ cards, each, holds, delivers }) => {
      const [held = NaN, delivered = NaN, ...more] = await costOf(cards, each);
      expect(held).toBeLessThanOrEqual(holds);
      expect(delivered).toBeLessThanOrEqual(delivers);
      expect(more).toEqual([]);
    },
    60_000,
  );
});
