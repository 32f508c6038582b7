import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { replace } from '../../../functions/fulfilment/replace-pin.ts';
import { orderPins, pinsOf, recallBatch } from '../../../functions/pins/public.ts';
import { fulfilledOrders } from '../../builders/fulfilled.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';

const database = contractDatabase();
const { fulfilled } = fulfilledOrders(database.client);
let restore: () => void = () => undefined;
afterEach(() => restore());
const during = (plan: Plan) => void (restore = injectFaults(database.client(), plan));

const revealed = { at: new Date().toISOString(), text: 'a'.repeat(64) };
type Fulfilled = Awaited<ReturnType<typeof fulfilled>>;
const shown = async (one: Fulfilled) => (await pinsOf(one.id, one.ports)).map(({ pin }) => pin);
const states = async (one: Fulfilled) =>
  (await one.pins())
    .map(({ free, heldBy, unfit = '' }) => `${heldBy ? 'held' : free ? 'free' : 'out'} ${unfit}`.trim())
    .sort();
const run = async (one: Fulfilled, n = 1) => replace(await one.order(), n, one.ports);

describe('a report of a PIN', () => {
  it('is written down once, with what was said first, and calls a person', async () => {
    const one = await fulfilled({ revealed }, { quantity: 2 });
    const said = await one.report(2, 'dead');
    expect(said).toMatchObject({ status: 200, body: { n: 2, problem: 'dead', at: expect.any(String) } });
    expect((await one.report(2, 'wrong')).body).toEqual(said.body);
    expect((await orderPins(one.id, one.ports)).pins).toMatchObject([{ n: 1 }, { n: 2, reported: 'dead' }]);
    expect(one.ports.logged.filter(({ level }) => level === 'error')).toMatchObject([{ event: 'pin reported' }]);
  });

  it.each([
    ['not-revealed', 409, {}, 1],
    ['disputed', 409, { revealed, disputed: true }, 1],
    ['refunded', 409, { revealed, status: 'refunded' as const }, 1],
    ['not-found', 404, { revealed }, 2],
  ])('is refused as %s (%i) with %j', async (slug, status, more, n) => {
    const one = await fulfilled(more);
    expect(await one.report(n, 'dead')).toMatchObject({ status, body: { type: `/problems/${slug}` } });
  });
});

describe('a replacement', () => {
  it('gives the order another PIN in the same place, keeps the old one from being sold, and tells the buyer', async () => {
    const one = await fulfilled({ revealed }, { quantity: 2, spare: 1 });
    const before = await shown(one);
    await one.report(1, 'dead');
    expect(await run(one)).toBe('replaced');
    const after = await shown(one);
    expect([after[1], before.includes(after[0] ?? '')]).toEqual([before[1], false]);
    expect(await states(one)).toEqual(['held', 'held', `held faulty:${one.sku}`]);
    expect((await one.read()).body).toMatchObject({ pins: after.map((pin) => ({ pin })) });
    expect(await one.letters()).toMatchObject([{ template: 'pin-problem', data: { outcome: 'replaced' } }]);
  });

  it('is one however often it is done, one after another and at once', async () => {
    const one = await fulfilled({ revealed }, { spare: 8 });
    await one.report(1, 'wrong');
    const all = await Promise.all(Array.from({ length: 8 }, () => run(one)));
    expect(new Set([...all, await run(one)])).toEqual(new Set(['replaced']));
    expect((await states(one)).filter((state) => state !== 'free')).toEqual(['held', `held faulty:${one.sku}`]);
    expect(await one.letters()).toHaveLength(1);
  });

  it('of the new PIN follows when that is reported too', async () => {
    const one = await fulfilled({ revealed }, { spare: 2 });
    for (let n = 0; n < 2; n += 1) {
      await one.report(1, 'dead');
      expect(await run(one)).toBe('replaced');
    }
    expect(await states(one)).toEqual(['held', `held faulty:${one.sku}`, `held faulty:${one.sku}`]);
  });

  it('changes nothing without stock, and tells the buyer once', async () => {
    const one = await fulfilled({ revealed });
    const before = await shown(one);
    await one.report(1, 'dead');
    expect([await run(one), await run(one)]).toEqual([{ refused: 'no-pin-left' }, { refused: 'no-pin-left' }]);
    expect([await shown(one), await states(one)]).toEqual([before, ['held']]);
    expect(await one.letters()).toMatchObject([{ data: { outcome: 'no-stock' } }]);
  });

  it('is refused for a PIN that nobody reported', async () => {
    expect(await run(await fulfilled({ revealed }, { spare: 1 }))).toEqual({ refused: 'not-reported' });
  });

  it.each([
    ['disputed', true],
    ['withdrawal', { at: 'now', refund: 'refund-1' }],
    ['status', 'refunded'],
    ['open', 'refund'],
  ])('is refused when %s has come since the order was read, and nothing changes', async (name, value) => {
    const one = await fulfilled({ revealed }, { spare: 1 });
    await one.report(1, 'dead');
    during(async (command) => {
      if (command === 'TransactWriteItemsCommand') await one.becomes(name, value);
      return undefined;
    });
    expect(await run(one)).toEqual({ refused: 'not-delivered' });
    expect([await states(one), await one.letters()]).toEqual([['free', 'held'], []]);
  });

  it.each([
    ['before it was done', { before: faults.timedOut() }],
    ['after it was done', { after: faults.timedOut() }],
  ])('is done once when the answer to its transaction is lost %s', async (_, fault) => {
    const one = await fulfilled({ revealed }, { spare: 2 });
    await one.report(1, 'dead');
    during((name, nth) => (name === 'TransactWriteItemsCommand' && nth === 0 ? fault : undefined));
    expect(await run(one)).toBe('replaced');
    expect(await states(one)).toEqual(['free', 'held', `held faulty:${one.sku}`]);
  });
});

describe('a recall', () => {
  const batchOf = async (one: Fulfilled) => (await orderPins(one.id, one.ports)).pins[0]?.batch ?? '';

  it('takes a batch out of the stock, tells which orders have some of it, and tells the same again', async () => {
    const one = await fulfilled({ revealed }, { quantity: 2, spare: 3 });
    const batch = await batchOf(one);
    const recalled = await recallBatch({ sku: one.sku, batch }, one.ports);
    expect(recalled).toEqual({ pins: 5, orders: [one.id], next: undefined });
    expect(await recallBatch({ sku: one.sku, batch }, one.ports)).toEqual(recalled);
    const unfit = `recalled:${one.sku}`;
    expect(await states(one)).toEqual([
      ...Array<string>(2).fill(`held ${unfit}`),
      ...Array<string>(3).fill(`out ${unfit}`),
    ]);
  });

  it('lets its PINs be replaced without a report, by those of another batch', async () => {
    const one = await fulfilled({ revealed });
    await recallBatch({ sku: one.sku, batch: await batchOf(one) }, one.ports);
    expect(await run(one)).toEqual({ refused: 'no-pin-left' });
    await one.restock(1);
    expect(await run(one)).toBe('replaced');
    expect(await states(one)).toEqual(['held', `held recalled:${one.sku}`]);
  });

  it('keeps a PIN from being sold again that is freed after it', async () => {
    const one = await fulfilled();
    await recallBatch({ sku: one.sku, batch: await batchOf(one) }, one.ports);
    await one.withdraw();
    await one.refunded();
    expect(await fulfil(one.id, one.ports)).toBe('cleared');
    const [pin] = await one.pins();
    expect([pin?.heldBy, pin?.free]).toEqual([undefined, `recalled:${one.sku}`]);
  });
});
