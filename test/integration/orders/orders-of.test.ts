import { ordersOf } from '../../../functions/orders/public.ts';
import { ordersIn } from '../../builders/orders.ts';
import { contractDatabase } from '../../harness/contract-database.ts';

const database = contractDatabase();
const { ports, order } = ordersIn(database.client);
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`;
let buyers = 0;
const person = (): string => `person-${(buyers += 1)}`;

const pages = async (persons: string[], limit: number): Promise<string[][]> => {
  const all: string[][] = [];
  let from: Parameters<typeof ordersOf>[1]['from'];
  do {
    const { orders, next } = await ordersOf(persons, { limit, from }, ports());
    all.push(orders.map(({ id }) => id));
    from = next;
  } while (from);
  return all;
};

describe('the orders of persons', () => {
  it('come newest first, whoever of them placed it, and nobody else', async () => {
    const [one, two, stranger] = [person(), person(), person()];
    const first = await order('fulfilled', { buyer: one, placedAt: day(1) });
    const second = await order('created', { buyer: two, placedAt: day(2) });
    await order('created', { buyer: stranger, placedAt: day(3) });
    const third = await order('voided', { buyer: one, placedAt: day(4) });
    expect(await pages([one, two], 10)).toEqual([[third, second, first]]);
    expect(await pages([], 10)).toEqual([[]]);
  });

  it('come page by page, each once, also those of one instant', async () => {
    const [one, two] = [person(), person()];
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1)
      ids.push(await order('created', { buyer: n % 2 ? one : two, placedAt: day(n < 5 ? 9 : n) }));
    const all = await pages([one, two], 2);
    expect(all.map((page) => page.length)).toEqual([2, 2, 2, 1]);
    expect([...all.flat()].sort()).toEqual([...ids].sort());
  });

  it('of more persons than are read at once are all there', async () => {
    const persons = Array.from({ length: 23 }, person);
    for (const buyer of persons) await order('created', { buyer });
    expect((await pages(persons, 50)).flat()).toHaveLength(23);
  });
});
