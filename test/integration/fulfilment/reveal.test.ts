import type { Order } from '../../../functions/orders/public.ts';
import { revealNotice } from '../../../functions/policy/public.ts';
import { money } from '../../builders/cards.ts';
import { fulfilledOrders } from '../../builders/fulfilled.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';

const database = contractDatabase();
const { fulfilled } = fulfilledOrders(database.client);
let restore: () => void = () => undefined;
afterEach(() => restore());
const during = (plan: Plan) => void (restore = injectFaults(database.client(), plan));

const later = '2126-01-01T00:00:00.000Z';
/** What comes between, the refusal that follows, and what else it says. */
const between: [string, keyof Order, unknown, object][] = [
  ['disputed', 'disputed', true, {}],
  ['withdrawn', 'withdrawal', { at: later, refund: 'refund-1' }, {}],
  ['refunded', 'refunded', money(1), {}],
  ['refunded', 'chargedBack', money(1), {}],
  ['refunded', 'status', 'refunded', {}],
  ['reveal-waits', 'revealFrom', later, { until: later }],
];

describe('a reveal', () => {
  it('records the consent and puts out its letter in one transaction, and shows the PINs', async () => {
    const one = await fulfilled({}, { quantity: 2 });
    const seen: Awaited<ReturnType<typeof one.reveal>>[] = [];
    const requests = await requestsOf(database.client(), async () => void seen.push(await one.reveal()));
    expect(requests.filter((name) => !/^(Batch)?Get/.test(name))).toEqual(['TransactWriteItemsCommand']);
    const pins = [100_000_000_000, 100_000_000_001].map((pin) => ({ sku: one.sku, pin: String(pin) }));
    expect(seen[0]).toMatchObject({ status: 200, body: { id: one.id, revealed: true, revealNotice } });
    expect((seen[0]?.body as { pins: object[] }).pins).toEqual(expect.arrayContaining(pins));
    expect((await one.order()).revealed).toEqual({ at: expect.any(String), text: revealNotice.hash });
    const letter = { id: `reveal:${one.id}`, template: 'reveal-confirmed', data: { text: revealNotice.hash } };
    expect(await one.letters()).toMatchObject([letter]);
    expect((await one.read()).body).toEqual(seen[0]?.body);
  });

  it('shows the same however often it is asked for at once, and confirms it once', async () => {
    const one = await fulfilled();
    const all = await Promise.all(Array.from({ length: 25 }, () => one.reveal()));
    expect(new Set(all.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(all[0]?.status).toBe(200);
    expect(await one.letters()).toHaveLength(1);
  });

  it.each([
    ['before it was done', { before: faults.timedOut() }],
    ['after it was done', { after: faults.timedOut() }],
  ])('is done once when the answer to its transaction is lost %s', async (_, fault) => {
    const one = await fulfilled();
    during((name, nth) => (name === 'TransactWriteItemsCommand' && nth === 0 ? fault : undefined));
    expect((await one.reveal()).status).toBe(200);
    expect(await one.letters()).toHaveLength(1);
  });

  it('is refused for an order that was not delivered, and changes nothing', async () => {
    const one = await fulfilled({ status: 'paid' });
    expect(await one.reveal()).toMatchObject({ status: 409, body: { type: '/problems/not-fulfilled' } });
    expect([(await one.order()).revealed, await one.letters()]).toEqual([undefined, []]);
  });

  it('is refused for another text than that of the order, and changes nothing', async () => {
    const one = await fulfilled();
    const refused = { status: 409, body: { type: '/problems/reveal-notice-changed' } };
    expect(await one.reveal('0'.repeat(64))).toMatchObject(refused);
    expect([(await one.order()).revealed, await one.letters()]).toEqual([undefined, []]);
  });

  it('is known again by the text that was agreed to, when that has been replaced since', async () => {
    const one = await fulfilled({ revealed: { at: later, text: 'a'.repeat(64) } });
    expect((await one.reveal('a'.repeat(64))).status).toBe(200);
    expect((await one.reveal('b'.repeat(64))).status).toBe(409);
  });

  it.each(between)('is refused as %s when %s has come before it', async (slug, name, value, more) => {
    const one = await fulfilled({ [name]: value });
    expect(await one.reveal()).toMatchObject({ status: 409, body: { type: `/problems/${slug}`, ...more } });
    expect((await one.read()).body).not.toHaveProperty('pins');
  });

  it.each(between)('is refused as %s when %s comes after the order was read', async (slug, name, value, more) => {
    const one = await fulfilled();
    during(async (command) => void (command === 'TransactWriteItemsCommand' && (await one.becomes(name, value))));
    expect(await one.reveal()).toMatchObject({ status: 409, body: { type: `/problems/${slug}`, ...more } });
    expect([(await one.order()).revealed, await one.letters()]).toEqual([undefined, []]);
  });

  it.each(between.filter(([slug]) => slug !== 'reveal-waits'))(
    'is refused as %s when it is repeated after %s has come',
    async (slug, name, value) => {
      const one = await fulfilled();
      await one.reveal();
      await one.becomes(name, value);
      expect(await one.reveal()).toMatchObject({ status: 409, body: { type: `/problems/${slug}` } });
    },
  );
});
