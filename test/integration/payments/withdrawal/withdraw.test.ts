import { fulfil } from '../../../../functions/fulfilment/fulfil.ts';
import { money } from '../../../builders/cards.ts';
import { fulfilledOrders } from '../../../builders/fulfilled.ts';
import { contractDatabase } from '../../../harness/contract-database.ts';
import { faults, injectFaults, type Plan } from '../../../harness/faults.ts';

const database = contractDatabase();
const { fulfilled } = fulfilledOrders(database.client);
let restore: () => void = () => undefined;
afterEach(() => restore());
const during = (plan: Plan) => void (restore = injectFaults(database.client(), plan));

type Fulfilled = Awaited<ReturnType<typeof fulfilled>>;
const refusal = (slug: string) => ({
  status: slug.startsWith('confirm') ? 422 : 409,
  body: { type: `/problems/${slug}` },
});
const free = async (one: Fulfilled) => (await one.pins()).filter((row) => row.free !== undefined).length;

describe('a withdrawal', () => {
  it('says first what it is and what is paid back, and changes nothing by that', async () => {
    const one = await fulfilled({}, { quantity: 2 });
    const begun = await one.withdrawal({});
    const shown = {
      confirm: expect.any(String),
      text: expect.any(String),
      amount: { amount: '20.00', currency: 'USD' },
    };
    expect(begun).toMatchObject({ status: 200, body: shown });
    expect([(await one.order()).withdrawal, await one.letters()]).toEqual([undefined, []]);
    expect((await one.reveal()).status).toBe(200);
  });

  it.each(['fulfilled', 'paid'] as const)(
    'of a %s order marks it, requests the refund of all that was paid and confirms it by mail, at once',
    async (status) => {
      const one = await fulfilled({ status }, { quantity: 2 });
      expect(await one.withdraw()).toMatchObject({ status: 200, body: { withdrawal: { state: 'refunding' } } });
      const { withdrawal, refunds } = await one.order();
      expect(refunds).toMatchObject({
        [withdrawal?.refund ?? '']: { amount: money(2000), at: withdrawal?.at, by: 'withdrawal', state: 'requested' },
      });
      expect(await one.letters()).toMatchObject([{ id: `withdrawn:${one.id}`, data: { at: withdrawal?.at } }]);
      expect(await one.reveal()).toMatchObject(refusal('withdrawn'));
      expect((await one.read()).body).toMatchObject({ revealed: false, withdrawnAt: withdrawal?.at });
      expect(await free(one)).toBe(0);
    },
  );

  it('is one however often it is confirmed at once, with one refund and one letter', async () => {
    const one = await fulfilled();
    const { confirm } = (await one.withdrawal({})).body as { confirm: string };
    const all = await Promise.all(Array.from({ length: 20 }, () => one.withdrawal({ confirm })));
    expect(new Set(all.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect([Object.keys((await one.order()).refunds ?? {}).length, (await one.letters()).length]).toEqual([1, 1]);
    expect((await one.withdraw()).body).toEqual(all[0]?.body);
  });

  it('frees the PINs once the refund is certain, and not before', async () => {
    const one = await fulfilled({}, { quantity: 2 });
    await one.withdraw();
    expect(await fulfil(one.id, one.ports)).toBe('not-now');
    expect(await free(one)).toBe(0);
    await one.refunded();
    expect(await fulfil(one.id, one.ports)).toBe('cleared');
    expect(await fulfil(one.id, one.ports)).toBe('not-now');
    expect(await free(one)).toBe(2);
    expect(await one.order()).toMatchObject({ status: 'refunded', refunded: money(2000) });
    expect((await one.withdraw()).body).toMatchObject({ withdrawal: { state: 'refunded' } });
  });

  it('keeps the PINs when PayPal refuses its refund for certain, and shows them to nobody', async () => {
    const one = await fulfilled({ status: 'paid' });
    await one.withdraw();
    await one.refunded('failed');
    expect(await one.order()).toMatchObject({ status: 'paid', parked: 'refund-failed' });
    await fulfil(one.id, one.ports);
    expect((await one.order()).status).toBe('paid');
    expect(await one.reveal()).toMatchObject(refusal('withdrawn'));
    expect((await one.withdraw()).body).toMatchObject({ withdrawal: { state: 'with-staff' } });
    expect(await free(one)).toBe(0);
  });

  it.each([
    ['disputed', { disputed: true }],
    ['not-paid', { status: 'approved' as const }],
    ['not-paid', { status: 'voided' as const }],
    ['refunded', { status: 'refunded' as const }],
  ])('is refused as %s with %j', async (slug, more) => {
    const one = await fulfilled(more);
    expect(await one.withdrawal({})).toMatchObject(refusal(slug));
  });

  it.each([
    ['revealed', 'revealed', { at: 'now', text: 'hash' }],
    ['disputed', 'disputed', true],
    ['refunded', 'status', 'refunded'],
  ])('is refused as %s when that comes after the order was read, and nothing changes', async (slug, name, value) => {
    const one = await fulfilled();
    during(async (command) => {
      if (command === 'TransactWriteItemsCommand') await one.becomes(name, value);
      return undefined;
    });
    expect(await one.withdraw()).toMatchObject(refusal(slug));
    expect([(await one.order()).withdrawal, (await one.order()).refunds, await one.letters()]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });

  it.each([
    ['a made-up confirmation', () => 'k1.abc.def'],
    [
      'one of another order',
      async () => ((await (await fulfilled()).withdrawal({})).body as { confirm: string }).confirm,
    ],
    ['the token of the order', (one: Fulfilled) => one.headers['order-token']],
  ])('is refused with %s', async (_, confirmation) => {
    const one = await fulfilled();
    expect(await one.withdrawal({ confirm: await confirmation(one) })).toMatchObject(refusal('confirmation-lapsed'));
    expect((await one.order()).withdrawal).toBeUndefined();
  });

  it('is refused half an hour after it was begun', async () => {
    let ahead = 0;
    const one = await fulfilled({}, { now: () => new Date(Date.now() + ahead) });
    const { confirm } = (await one.withdrawal({})).body as { confirm: string };
    ahead = 31 * 60_000;
    expect(await one.withdrawal({ confirm })).toMatchObject(refusal('confirmation-lapsed'));
  });

  it.each([
    ['before it was done', { before: faults.timedOut() }],
    ['after it was done', { after: faults.timedOut() }],
  ])('is done once when the answer to its transaction is lost %s', async (_, fault) => {
    const one = await fulfilled();
    during((name, nth) => (name === 'TransactWriteItemsCommand' && nth === 0 ? fault : undefined));
    expect((await one.withdraw()).status).toBe(200);
    expect([Object.keys((await one.order()).refunds ?? {}).length, (await one.letters()).length]).toEqual([1, 1]);
  });
});

describe('the PINs of an order whose money is gone', () => {
  it.each([0, 1, 2])('are freed after the process died %i calls into it', async (calls) => {
    const one = await fulfilled();
    await one.withdraw();
    await one.refunded();
    let left = calls;
    during(() => (left-- > 0 ? undefined : { before: faults.killed() }));
    await expect(fulfil(one.id, one.ports)).rejects.toThrow('ProcessKilled');
    restore();
    await fulfil(one.id, one.ports);
    expect([await free(one), (await one.order()).status]).toEqual([1, 'refunded']);
  });

  it('are burned where they were revealed: they stay with the order, and are never sold again', async () => {
    const one = await fulfilled({ status: 'refunded', revealed: { at: new Date().toISOString(), text: 'hash' } });
    await one.enterQueue();
    expect(await fulfil(one.id, one.ports)).toBe('cleared');
    expect(await one.pins()).toMatchObject([
      { heldBy: one.id, unfit: `burned:${one.sku}`, unfitAt: expect.any(String) },
    ]);
    expect(await free(one)).toBe(0);
  });

  it('are left alone when the order was revealed after it was read', async () => {
    const one = await fulfilled({ status: 'refunded' });
    await one.enterQueue();
    during(async (name) => {
      if (name === 'TransactWriteItemsCommand') await one.becomes('revealed', { at: 'now', text: 'hash' });
      return undefined;
    });
    expect(await fulfil(one.id, one.ports)).toBe('not-now');
    expect(await free(one)).toBe(0);
  });
});
