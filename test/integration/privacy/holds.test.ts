import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { accessesOf } from '../../../functions/audit/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { day } from '../../../functions/kit/value/time.ts';
import { contactOf, emailOf } from '../../../functions/people/public.ts';
import { privacy } from '../../../functions/privacy/contract.ts';
import { routes } from '../../../functions/privacy/staff-routes.ts';
import { buy, leave } from '../../builders/journey.ts';
import { signedIn, staffSessions } from '../../builders/staff.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { privacyOffice } from '../../harness/privacy-office.ts';
import { openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
let office: ReturnType<typeof privacyOffice>;
let ahead = 0;
let buyers = 0;
beforeAll(async () => void (world = await openWorld()), 60_000);
beforeEach(async () => {
  ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  shop = await world.shop({ limits: { timeout: 60_000, tries: 1 }, now });
  await shop.stock('CARD-A', 5);
  office = privacyOffice(shop);
}, 60_000);
afterAll(() => world.close());

const address = () => `held-${(buyers += 1)}@example.com`;
const setDisputed = async (order: string, disputed: boolean): Promise<void> => {
  const change = {
    TableName: shop.ports.table('orders.orders'),
    Key: toItem({ id: order }),
    UpdateExpression: 'SET disputed = :disputed',
    ExpressionAttributeValues: toItem({ ':disputed': disputed }),
  };
  await shop.ports.dynamo.send(new UpdateItemCommand(change));
};

const staff = (method: 'GET' | 'POST', order: string, body?: object, lift = '') => {
  const sessions = async (token: string) => staffSessions[token];
  const api = serve(privacy, routes, { ...shop.ports, sessions });
  const route = `${method} /admin/orders/{id}/legal-hold${lift}`;
  return call(api, httpEvent(route, { path: { id: order }, headers: signedIn('privacy'), ...(body && { body }) }));
};
const daysAhead = (days: number) => new Date(Date.now() + days * day).toISOString();
const hold = (order: string, days = 90) => staff('POST', order, { reason: 'case-4711', until: daysAhead(days) });

/** Asks for the erasure of an address by mail, confirms it, and lets the worker do what it can now. */
const askErasure = async (email: string) => {
  const token = await office.askAndRead(email, 'erasure');
  await office.visit('POST', token);
  await office.work();
  return token;
};
const requestRow = async () => (await office.rows('privacy.requests'))[0];
const kept = (order: string) => contactOf(`kept-${order}`, shop.ports);

describe('the erasure of a buyer whose payment is disputed', () => {
  it('keeps the address under a key of that order, erases the rest at once, and completes when the dispute ends', async () => {
    const email = address();
    const [disputed, other] = [await buy(shop, email), await buy(shop, email.toUpperCase())];
    const { buyer } = await shop.order(disputed);
    await setDisputed(disputed, true);
    const token = await askErasure(email);

    expect(await contactOf(buyer, shop.ports)).toBeUndefined();
    expect(await contactOf((await shop.order(other)).buyer, shop.ports)).toBeUndefined();
    expect((await office.rows('people.keys')).map(({ id }) => id).sort()).toEqual(
      [`kept-${disputed}`, (await requestRow())!['person']].sort(),
    );
    expect(await kept(disputed)).toMatchObject({ kind: 'kept', email });
    expect(await requestRow()).toMatchObject({ state: 'waiting', erased: 2 });
    const view = (await office.visit('GET', token)).body as { erasure: { keepsForNow: object[] } };
    expect(view.erasure.keepsForNow).toEqual([
      {
        order: disputed,
        what: expect.stringContaining('under a key of this order') as string,
        why: expect.stringContaining('disputed') as string,
        until: null,
      },
    ]);

    ahead = 25 * day;
    expect(await office.sweep()).toEqual({ waits: 1 });
    await setDisputed(disputed, false);
    ahead = 27 * day;
    expect(await office.sweep()).toEqual({ answered: 1 });
    expect(await office.rows('people.keys')).toEqual([]);
    expect(await office.rows('people.persons')).toEqual([]);
    expect(await requestRow()).toMatchObject({ state: 'answered', erased: 2 });
  });

  it('waits whole for an order that is still paid for, because its mail needs the person', async () => {
    const email = address();
    const open = await leave(shop, email);
    await setDisputed(open, true);
    await hold(open);
    await askErasure(email);
    expect(await emailOf((await shop.order(open)).buyer, shop.ports)).toBe(email);
    expect(await kept(open)).toBeUndefined();
    expect(await requestRow()).toMatchObject({ state: 'waiting', keeps: [{ order: open, reason: 'order-open' }] });
  });

  it.each([0, 1].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'is made whole by a repeat when it dies at transaction %i (%s)',
    async (nth, when) => {
      const email = address();
      const order = await buy(shop, email);
      const { buyer } = await shop.order(order);
      await setDisputed(order, true);
      await office.visit('POST', await office.askAndRead(email, 'erasure'));
      const stop = injectFaults(world.dynamo.client, (command, at) =>
        command === 'TransactWriteItemsCommand' && at === nth ? { [when]: faults.killed() } : undefined,
      );
      await office.work().catch(() => undefined);
      stop();
      await office.work();
      expect(await contactOf(buyer, shop.ports)).toBeUndefined();
      expect(await kept(order)).toMatchObject({ email });
      expect(await office.rows('privacy.erasures')).toHaveLength(1);
      expect(await requestRow()).toMatchObject({ state: 'waiting', keeps: [{ order, reason: 'dispute-open' }] });
    },
  );

  it('is done once by several workers at the same time', async () => {
    const email = address();
    const order = await buy(shop, email);
    await setDisputed(order, true);
    await office.visit('POST', await office.askAndRead(email, 'erasure'));
    await Promise.all([office.work(), office.work(), office.work()]);
    expect(await kept(order)).toMatchObject({ email });
    expect(await office.rows('privacy.erasures')).toHaveLength(1);
  });
});

describe('a legal hold', () => {
  it('keeps what an order needs of its buyer, tells until when, and ends by itself at its time', async () => {
    const email = address();
    const order = await buy(shop, email);
    expect(await hold(order, 40)).toMatchObject({ status: 200, body: { order, buyer: 'person' } });
    const token = await askErasure(email);
    expect(await staff('GET', order)).toMatchObject({
      body: { buyer: 'kept', kept: { email }, hold: { reason: 'case-4711' } },
    });
    const row = await requestRow();
    const [{ until }] = row!['keeps'] as [{ until: string }];
    expect(Math.abs(Date.parse(until) - Date.parse(daysAhead(40)))).toBeLessThan(60_000);
    expect((await office.visit('GET', token)).body).toMatchObject({ erasure: { keepsForNow: [{ order, until }] } });
    ahead = 39 * day;
    expect(await office.sweep()).toEqual({ waits: 1 });
    expect((await requestRow())!['checkAt']).toBeLessThanOrEqual(Date.parse(until) / 1000 + 2);
    ahead = 40 * day + 60_000;
    expect(await office.sweep()).toEqual({ answered: 1 });
    expect(await kept(order)).toBeUndefined();
    expect(await staff('GET', order)).toMatchObject({ body: { buyer: 'erased' } });
  });

  it('that is lifted lets the erasure complete', async () => {
    const email = address();
    const order = await buy(shop, email);
    await hold(order);
    await askErasure(email);
    for (let times = 0; times < 2; times += 1)
      expect(await staff('POST', order, { reason: 'case-closed' }, '/lift')).toMatchObject({
        status: 200,
        body: { hold: { reason: 'case-4711', liftedAt: expect.any(String) as string } },
      });
    ahead = 2 * day;
    expect(await office.sweep()).toEqual({ answered: 1 });
    expect(await kept(order)).toBeUndefined();
  });

  // promise: P9
  it('is on record before anything is shown or set', async () => {
    const order = await buy(shop, address());
    const { buyer } = await shop.order(order);
    await hold(order);
    await staff('GET', order);
    await staff('POST', order, { reason: 'case-closed' }, '/lift');
    expect((await accessesOf(buyer, shop.ports)).map(({ action, fields }) => [action, fields]).sort()).toEqual([
      ['lift-hold', ['legal-hold']],
      ['read-hold', ['email', 'name']],
      ['set-hold', ['legal-hold']],
    ]);
  });

  it.each([
    ['a name for a reason', { reason: 'Jane Doe', until: daysAhead(9) }],
    ['an end that is past', { reason: 'case-1', until: daysAhead(-1) }],
    ['no end to speak of', { reason: 'case-1', until: daysAhead(1100) }],
    ['a day that there is not', { reason: 'case-1', until: '2030-13-45T00:00:00Z' }],
    ['no end', { reason: 'case-1' }],
  ])('is not set with %s', async (_, body) => {
    const order = await buy(shop, address());
    expect((await staff('POST', order, body)).status).toBe(422);
    expect(await office.rows('privacy.holds')).toEqual([]);
  });

  it('does not exist for an order that does not, nor to be lifted where none is', async () => {
    expect((await hold('AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
    expect((await staff('GET', 'AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
    const order = await buy(shop, address());
    expect((await staff('POST', order, { reason: 'case-1' }, '/lift')).status).toBe(404);
  });

  it('keeps a person without an account and an order from retention, as long as it holds', async () => {
    const email = address();
    const order = await buy(shop, email);
    const { buyer } = await shop.order(order);
    await hold(order, 200);
    ahead = 190 * day;
    expect(await office.retain()).toMatchObject({ guests: 0 });
    expect(await emailOf(buyer, shop.ports)).toBe(email);
    ahead = 201 * day;
    expect(await office.retain()).toMatchObject({ guests: 1 });
    expect(await emailOf(buyer, shop.ports)).toBeUndefined();
  });
});
