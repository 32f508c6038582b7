import fc from 'fast-check';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { limits, lineOf, refusalOf, type Cart } from '../../../functions/cart/domain.ts';
import { cartKeyFor } from '../../../functions/cart/row.ts';
import { getCart, removeLine, setLine } from '../../../functions/cart/store.ts';
import { money, product } from '../../builders/cards.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const start = Date.parse('2026-03-01T12:00:00Z');
const day = 24 * 60 * 60 * 1000;
const portsAt = (at: number) => testPorts({ dynamo: database.client(), now: () => new Date(at) });
let visitors = 0;
const visitor = (): string => `visitor-${(visitors += 1)}`;
const set = (id: string, sku: string, quantity: number, at = start, price = money(900)) =>
  setLine({ id, sku, card: product(sku, price), quantity }, portsAt(at));

describe('a stored cart', () => {
  it('is absent for a visitor who put nothing into it', async () => {
    expect(await getCart(visitor(), portsAt(start))).toBeUndefined();
  });

  it('returns the change with what it stores', async () => {
    const id = visitor();
    const changed = await set(id, 'CARD-A', 2);
    expect(changed).toEqual({
      id,
      version: 1,
      currency: 'USD',
      open: {},
      lines: { 'CARD-A': lineOf(product('CARD-A'), 2) },
    });
    expect(await getCart(id, portsAt(start))).toEqual(changed);
  });

  it('follows the rules of the domain through any sequence of changes', async () => {
    const skus = Array.from({ length: limits.lines + 2 }, (_, n) => `CARD-${n}`);
    const step = fc.record({
      sku: fc.constantFrom(...skus),
      quantity: fc.integer({ min: 0, max: limits.quantity }),
      price: fc.constantFrom(money(900), money(950), money(900, 'EUR')),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const id = visitor();
        let model: Pick<Cart, 'lines' | 'currency' | 'version'> | undefined;
        for (const { sku, quantity, price } of steps) {
          if (quantity === 0) {
            const { [sku]: line, ...others } = model?.lines ?? {};
            if (model && line) model = { ...model, lines: others, version: model.version + 1 };
            expect(await removeLine(id, sku, portsAt(start))).toEqual(model && { id, open: {}, ...model });
            continue;
          }
          const card = product(sku, price);
          const refusal = model && refusalOf(model, sku, card);
          if (!refusal) {
            const line = lineOf(card, quantity);
            const isSame = JSON.stringify(model?.lines[sku]) === JSON.stringify(line);
            const version = (model?.version ?? 0) + (isSame ? 0 : 1);
            model = { lines: { ...model?.lines, [sku]: line }, currency: price.currency, version };
          }
          expect(await set(id, sku, quantity, start, price)).toEqual(refusal ?? { id, open: {}, ...model });
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps its version when a line is set to what it is, because an order may be under way for it', async () => {
    const id = visitor();
    await set(id, 'CARD-A', 2);
    expect(await set(id, 'CARD-A', 2)).toMatchObject({ version: 1 });
    expect(await set(id, 'CARD-A', 2, start, money(950))).toMatchObject({ version: 2 });
    expect(await set(id, 'CARD-A', 3, start, money(950))).toMatchObject({ version: 3 });
  });

  it('takes another currency once it is emptied', async () => {
    const id = visitor();
    await set(id, 'CARD-A', 1);
    await removeLine(id, 'CARD-A', portsAt(start));
    expect(await set(id, 'CARD-B', 1, start, money(900, 'EUR'))).toMatchObject({ currency: 'EUR', version: 3 });
  });

  it('stays under 1 KB with ten cards, so that a change costs one write unit', async () => {
    const id = visitor();
    for (let n = 0; n < limits.lines; n += 1) await set(id, `WORLD-CARD-USD-${n}`, 9);
    const command = new UpdateItemCommand({
      TableName: 'candor-test-cart-carts',
      Key: cartKeyFor(id),
      UpdateExpression: 'SET version = version + version',
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect((await database.client().send(command)).ConsumedCapacity?.CapacityUnits).toBe(1);
  });
});

// promise: P25
describe('the thirty days of a cart', () => {
  it('end thirty days after the last change, even while the row is still there', async () => {
    const id = visitor();
    await set(id, 'CARD-A', 1);
    expect(await getCart(id, portsAt(start + 30 * day - 1000))).toBeDefined();
    expect(await getCart(id, portsAt(start + 30 * day))).toBeUndefined();
  });

  it('begin anew with a change, also when a line is removed', async () => {
    const id = visitor();
    await set(id, 'CARD-A', 1);
    await set(id, 'CARD-B', 1, start + 20 * day);
    await removeLine(id, 'CARD-B', portsAt(start + 45 * day));
    expect(await getCart(id, portsAt(start + 70 * day))).toMatchObject({ version: 3 });
    expect(await getCart(id, portsAt(start + 75 * day))).toBeUndefined();
  });

  it('are not prolonged by reading, nor by removing what is not there', async () => {
    const id = visitor();
    await set(id, 'CARD-A', 1);
    await getCart(id, portsAt(start + 29 * day));
    expect(await removeLine(id, 'CARD-B', portsAt(start + 29 * day))).toMatchObject({ version: 1 });
    expect(await getCart(id, portsAt(start + 30 * day))).toBeUndefined();
  });

  it('leave nothing of an expired cart to the next one', async () => {
    const id = visitor();
    await set(id, 'CARD-A', 9, start, money(900, 'EUR'));
    const late = start + 31 * day;
    expect(await removeLine(id, 'CARD-A', portsAt(late))).toBeUndefined();
    expect(await set(id, 'CARD-B', 1, late)).toMatchObject({ currency: 'USD', version: 1 });
    expect(Object.keys((await getCart(id, portsAt(late)))?.lines ?? {})).toEqual(['CARD-B']);
  });
});
