import fc from 'fast-check';
import { limits } from '../../../functions/cart/domain.ts';
import { getCart, removeLine, setLine } from '../../../functions/cart/store.ts';
import { isRefusal } from '../../../functions/kit/value/result.ts';
import { money, product } from '../../builders/cards.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const ports = () => testPorts({ dynamo: database.client() });
let visitors = 0;
const visitor = (): string => `visitor-${(visitors += 1)}`;
const set = (id: string, sku: string, quantity: number, price = money(900)) =>
  setLine({ id, sku, card: product(sku, price), quantity }, ports());
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

describe('changes of one cart at the same time', () => {
  it('lose no line, also when none of them finds a cart yet', async () => {
    const skus = Array.from({ length: limits.lines }, (_, n) => `CARD-${n}`);
    const id = visitor();
    const changed = await Promise.all(Array.from({ length: 25 }, (_, n) => set(id, at(skus, n), (n % 9) + 1)));
    expect(changed.filter(isRefusal)).toEqual([]);
    const cart = await getCart(id, ports(), true);
    expect(Object.keys(cart?.lines ?? {}).sort()).toEqual(skus);
    expect(cart?.version).toBe(25);
    for (const [sku, { quantity }] of Object.entries(cart?.lines ?? {})) {
      const asked = Array.from({ length: 25 }, (_, n) => n).filter((n) => at(skus, n) === sku);
      expect(asked.map((n) => (n % 9) + 1)).toContain(quantity);
    }
  });

  it('never bring more than ten cards into a cart; the others are told', async () => {
    const id = visitor();
    const changed = await Promise.all(Array.from({ length: 25 }, (_, n) => set(id, `CARD-${n}`, 1)));
    expect(changed.filter(isRefusal)).toEqual(Array(15).fill({ refused: 'cart-full' }));
    expect(Object.keys((await getCart(id, ports(), true))?.lines ?? {})).toHaveLength(limits.lines);
  });

  it('never mix currencies in a cart', async () => {
    const id = visitor();
    const currencies = ['USD', 'EUR', 'JPY'] as const;
    const changed = await Promise.all(
      Array.from({ length: 24 }, (_, n) => set(id, `CARD-${n % 8}`, 1, money(900, at(currencies, n)))),
    );
    const cart = await getCart(id, ports(), true);
    const accepted = changed.flatMap((each) => (isRefusal(each) ? [] : [each.currency]));
    expect(accepted.length).toBeGreaterThan(0);
    expect(accepted.every((currency) => currency === cart?.currency)).toBe(true);
    expect(changed.filter(isRefusal).every(({ refused }) => refused === 'mixed-currencies')).toBe(true);
  });

  it('replace an expired cart once, however many find it', async () => {
    const id = visitor();
    const longAgo = testPorts({ dynamo: database.client(), now: () => new Date('2020-01-01T00:00:00Z') });
    await setLine({ id, sku: 'OLD-CARD', card: product('OLD-CARD'), quantity: 1 }, longAgo);
    await Promise.all(Array.from({ length: 10 }, (_, n) => set(id, `CARD-${n}`, 1)));
    const cart = await getCart(id, ports(), true);
    expect(Object.keys(cart?.lines ?? {})).toHaveLength(10);
    expect(cart?.lines).not.toHaveProperty('OLD-CARD');
    expect(cart?.version).toBe(10);
  });

  it('end as if one had come after the other, removals among them', async () => {
    const change = fc.record({ sku: fc.constantFrom('CARD-A', 'CARD-B', 'CARD-C'), quantity: fc.nat({ max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 12 }), async (changes) => {
        const id = visitor();
        await Promise.all(
          changes.map(({ sku, quantity }) => (quantity ? set(id, sku, quantity) : removeLine(id, sku, ports()))),
        );
        const lines = (await getCart(id, ports(), true))?.lines ?? {};
        for (const sku of new Set(changes.map((each) => each.sku))) {
          const asked = changes.filter((each) => each.sku === sku).map(({ quantity }) => quantity);
          // A removal may have come before the line that it was to remove.
          expect(asked).toContain(lines[sku]?.quantity ?? 0);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('a change whose answer is lost', () => {
  it.each(['UpdateItemCommand', 'PutItemCommand'])('is sent again: the line is there once (%s)', async (name) => {
    const id = visitor();
    if (name === 'UpdateItemCommand') await set(id, 'CARD-A', 1);
    let lost = false;
    const stop = injectFaults(database.client(), (command) => {
      if (command !== name || lost) return undefined;
      lost = true;
      return { after: faults.timedOut() };
    });
    await set(id, 'CARD-B', 4).finally(stop);
    expect(lost).toBe(true);
    expect((await getCart(id, ports(), true))?.lines['CARD-B']?.quantity).toBe(4);
  });
});
