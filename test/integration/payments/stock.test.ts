import { pinsOf } from '../../../functions/pins/public.ts';
import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { decide, openWorld, paymentsFor, type World } from '../../harness/shop-in-process.ts';

const buyers = 400;
const pins = 10;

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

const inBatches = async <T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  const queue = items.entries();
  const buyOneByOne = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, buyOneByOne));
  return results;
};

const until = async <R>(work: () => Promise<R>): Promise<R> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 8) throw error;
    }
  }
};

describe('four hundred buyers and ten PINs', () => {
  it('captures ten payments and delivers ten PINs; the other 390 pay nothing', async () => {
    const shop = await world.shop({ limits: { timeout: 20_000, tries: 3 } });
    await shop.stock('CARD-RARE', pins);
    const orders = await inBatches(
      Array.from({ length: buyers }, (_, n) => n),
      16,
      async (n) => {
        const cookies = await shop.visitor(['CARD-RARE', 1]);
        const { body } = await until(async () => {
          const answer = await shop.checkOut(cookies, `key-${n}`);
          if (answer.status !== 201) throw new Error(`checkout answered ${answer.status}`);
          return answer;
        });
        await decide(body.approveUrl, 'approve');
        return { id: body.orderId, paypal: await shop.paypalOrderOf(body.orderId) };
      },
    );
    await inBatches(orders, 50, ({ paypal }) => until(() => settle(paypal, shop.ports)));
    await inBatches(orders, 16, ({ id }) => fulfil(id, shop.ports));

    const statuses = await inBatches(orders, 16, async ({ id }) => (await shop.order(id)).status);
    expect(statuses.filter((status) => status === 'fulfilled')).toHaveLength(pins);
    expect(statuses.filter((status) => status === 'voided')).toHaveLength(buyers - pins);
    const captured = await inBatches(
      orders,
      16,
      async ({ id }) => (await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures).length,
    );
    expect(captured.map((count, index) => [count, statuses[index]]).filter(([count]) => count === 1)).toEqual(
      Array.from({ length: pins }, () => [1, 'fulfilled']),
    );
    const shown = (await inBatches(orders, 16, ({ id }) => pinsOf(id, shop.ports))).flat();
    expect(new Set(shown.map(({ pin }) => pin)).size).toBe(pins);
    expect(shown).toHaveLength(pins);
  }, 180_000);
});
