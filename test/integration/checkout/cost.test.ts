import { putProduct } from '../../../functions/catalogue/public.ts';
import { limits } from '../../../functions/catalogue/domain.ts';
import { writeUnitsOf } from '../../harness/write-units.ts';
import { openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';
import { money } from '../../builders/cards.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop();
}, 60_000);
afterAll(() => world.close());

const price = money(1000);
const longest = (n: number) => `${'X'.repeat(30)}${String(n).padStart(2, '0')}`;

/** A visitor with so many cards, nine of each; names and SKUs of the demonstration's length, or as long as they may be. */
const visitorWith = async (cards: number, length: 'usual' | 'longest') => {
  const lines: [string, number][] = [];
  for (let n = 0; n < cards; n += 1) {
    const sku = length === 'usual' ? `GLOBAL-USD-${10 + n}` : longest(n);
    await shop.stock(sku, 9);
    const name = length === 'usual' ? `Global ${10 + n} dollars` : 'N'.repeat(limits.name);
    await putProduct({ sku, name, description: '', faceValue: price, price, countries: ['US'] }, shop.ports);
    lines.push([sku, 9]);
  }
  return shop.visitor(...lines);
};

const unitsOf = async (run: () => Promise<unknown>): Promise<number> =>
  (await writeUnitsOf(world.dynamo.client, shop.ports.settings.stage, run)).reduce((sum, units) => sum + units, 0);

describe('the write units of a checkout, by the bytes of what is written', () => {
  it.each([
    [1, 'usual', 15],
    [3, 'usual', 15],
    [1, 'longest', 15],
    [3, 'longest', 16],
    [10, 'usual', 18],
    [10, 'longest', 21],
  ] as const)('are for %p cards with names of %s length exactly %p', async (cards, length, units) => {
    const cookies = await visitorWith(cards, length);
    expect(
      await unitsOf(async () => {
        expect((await shop.checkOut(cookies, 'key')).status).toBe(201);
      }),
    ).toBe(units);
  });

  it('are more when the order takes the place of an unpaid one', async () => {
    const cookies = await visitorWith(1, 'usual');
    await shop.checkOut(cookies, 'first');
    expect(await unitsOf(() => shop.checkOut(cookies, 'second', { email: 'another@example.com' }))).toBe(18);
  });

  it('are none for a repeated request, and one for another key with the same form', async () => {
    const cookies = await visitorWith(1, 'usual');
    await shop.checkOut(cookies, 'first');
    expect(await unitsOf(() => shop.checkOut(cookies, 'first'))).toBe(0);
    expect(await unitsOf(() => shop.checkOut(cookies, 'second'))).toBe(1);
  });
});
