import { contexts } from '../../functions/contexts.ts';
import { functionName, functionsOf } from '../../lib/plans/functions.ts';
import { accessKeyOf } from '../../packages/local-cloud/src/lambda/environment.ts';
import { customer } from '../harness/customer.ts';
import { offTheWay } from '../builders/off-the-way.ts';
import { actionsOf } from '../harness/database-calls.ts';
import { startDatabaseProxy, type DatabaseProxy } from '../harness/database-proxy.ts';
import { startTestDynamo, type TestDynamo } from '../harness/dynamodb.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../harness/running-shop.ts';
import { recordServiceCalls } from '../harness/service-calls.ts';
import {
  decide,
  deliveries,
  eventually,
  faults,
  mailsTo,
  moveClock,
  runSchedule,
  shopper,
  stillness,
} from '../harness/shopper.ts';

const home = newHome();
const services = recordServiceCalls();
const toDatabase = new Map<string, Set<string>>();
const keyOf = (name: string) => accessKeyOf(functionName('local', name));

/** Functions whose calls to the database are refused, as if a stream were broken; and who may not write a receipt. */
let refused: string[] = [];
let payOnly: string[] = [];
let dynamo: TestDynamo;
let proxy: DatabaseProxy;
let shop: RunningShop;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  proxy = await startDatabaseProxy(dynamo.endpoint);
  proxy.judge((operation, body, accessKey) => {
    const actions = toDatabase.get(accessKey) ?? new Set();
    for (const action of actionsOf(operation, body)) actions.add(action);
    toDatabase.set(accessKey, actions);
    if (refused.includes(accessKey)) return 'refuse';
    const delivers = operation === 'TransactWriteItems' && body.includes('mail-outbox');
    return delivers && payOnly.includes(accessKey) ? 'refuse' : 'pass';
  });
  shop = await startRunningShop(home, { DYNAMODB_ENDPOINT: proxy.url, ...services.environment });
});
afterAll(async () => {
  await shop.stop();
  await proxy.close();
  await dynamo.close();
  removeHome(home);
  services.remove();
});

/** The functions that buyers and schedules come to; routes of staff have component tests of their own. */
const planned = functionsOf(contexts).filter(({ name }) => !name.endsWith('-staff'));

/** What a function is granted: its needs, as infra tests hold the template to them. */
const granted = (needs: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(needs).flatMap(([resource, actions]) => actions.map((action) => `${resource}:${action}`));

/** What a function has called so far, at whatever service. */
const calledBy = (name: string): Set<string> => {
  const accessKey = keyOf(name);
  const atServices = services.all().filter((call) => call.accessKey === accessKey);
  return new Set([...(toDatabase.get(accessKey) ?? []), ...atServices.flatMap(({ actions }) => actions)]);
};

/** A visitor who has placed an order for so many of each card, having done everything that a cart allows. */
const placed = async (...lines: [string, number][]) => {
  const visitor = shopper(shop.addresses);
  for (const [sku, quantity] of lines) {
    await visitor.ask('GET', `/products/${sku}`);
    await visitor.put(sku, 1);
    await visitor.ask('DELETE', `/cart/items/${sku}`);
    await visitor.put(sku, quantity);
  }
  await visitor.ask('GET', '/cart');
  const email = `${crypto.randomUUID()}@example.com`;
  const { body: order } = await visitor.checkOut(email);
  const approve = () => decide(order.approveUrl, 'approve');
  const reaches = (wanted: string) =>
    eventually(
      () => visitor.order(order),
      ({ status }) => status === wanted,
    );
  const isMailed = () =>
    eventually(
      () => mailsTo(shop.addresses, email),
      (mails) => mails.length > 0,
    );
  return { visitor, email, order, approve, reaches, isMailed };
};

/** Lets a buyer approve, and waits until the order is so and its mail has come. */
const finish = async (order: Awaited<ReturnType<typeof placed>>, status: string) => {
  await order.approve();
  await order.reaches(status);
  await order.isMailed();
};

let minutes = 0;
/** Runs a schedule twenty minutes later; the clock moves while nothing is under way, or a lease would end before its time. */
const later = async (worker: string) => {
  await stillness(shop.addresses);
  await moveClock(shop.addresses, (minutes += 20));
  await runSchedule(shop.addresses, worker);
};

/** What functions have called without being granted it. */
const excess = (): string[] =>
  planned.flatMap(({ name, needs }) => {
    const allowed = new Set(granted(needs));
    return [...calledBy(name)].filter((action) => !allowed.has(action)).map((action) => `${name} calls ${action}`);
  });

describe('the functions', () => {
  it('call nothing that they are not granted, when cards are bought and run out', async () => {
    await shopper(shop.addresses).ask('GET', '/products?country=US');
    // Ten of this card are there, and both want nine.
    const first = await placed(['LATINO-USD-5', 9]);
    const second = await placed(['GLOBAL-USD-10', 1], ['LATINO-USD-5', 9]);
    await finish(first, 'fulfilled');
    await first.visitor.revealed(first.order);
    await finish(second, 'voided');
    await faults(shop.addresses.paypal, { declineCapture: true });
    const { visitor, email, order, approve } = await placed(['GLOBAL-USD-10', 1]);
    await approve();
    await eventually(
      () => visitor.checkOut(email),
      ({ body }) => body.approveUrl !== order.approveUrl,
    );
    await faults(shop.addresses.paypal);
    expect(excess()).toEqual([]);
  });

  it('call nothing that they are not granted, when a receipt cannot be written at once', async () => {
    payOnly = ['payments-settle'].map(keyOf);
    await finish(await placed(['GLOBAL-USD-10', 1]), 'fulfilled');
    payOnly = [];
    expect(excess()).toEqual([]);
  });

  it('call nothing that they are not granted, when a customer comes, changes everything and goes', async () => {
    const { ask, code, signIn } = customer(shop.addresses);
    const [email, fresh] = [0, 1].map(() => `${crypto.randomUUID()}@example.com`) as [string, string];
    const [password, next] = ['Correct-horse-9-battery', 'Another-horse-9-battery'];
    const good = async (...request: Parameters<typeof ask>) => {
      const { status, body } = await ask(...request);
      if (status >= 300) throw new Error(`${request[1]} returned ${status}`);
      return body;
    };
    const account = { email, password, name: 'Jane', marketing: false };
    await good('PUT', '/cart/items/GLOBAL-USD-10', { body: { quantity: 1 } });
    await good('POST', '/checkout', {
      body: { email, marketing: false },
      headers: { 'idempotency-key': 'of a guest' },
    });
    await good('POST', '/account/sign-up', { body: account });
    await code(email);
    // Whoever signs up again takes the place of who was there, until the address is proven.
    await good('POST', '/account/sign-up', { body: account });
    await good('POST', '/account/confirm', { body: { email, code: await code(email) } });
    let token = await signIn(email, password);
    await good('POST', '/cart/claim', { token });
    for (const newsletter of [true, false])
      await good('PUT', '/preferences', { token, body: { topics: { newsletter } } });
    await good('GET', '/preferences', { token });
    const own = { token, body: { email, marketing: true }, headers: { 'idempotency-key': 'for myself' } };
    await good('POST', '/checkout', own);
    const buys = async (more: object) => {
      await good('PUT', '/cart/items/GLOBAL-USD-10', { token, body: { quantity: 1 } });
      const order = await good('POST', '/checkout', {
        token,
        body: { email, marketing: false, ...more },
        headers: { 'idempotency-key': crypto.randomUUID() },
      });
      if (typeof order['approveUrl'] === 'string') await decide(order['approveUrl'], 'approve');
      await eventually(
        () => good('GET', `/orders/${String(order['orderId'])}`, { token }),
        ({ status }) => status === 'fulfilled',
      );
    };
    const saves = async () => {
      await buys({ savePaymentMethod: true });
      await eventually(
        () => good('GET', '/profile', { token }),
        ({ paymentMethod }) => paymentMethod !== null,
      );
    };
    // The second takes the place of the first.
    await saves();
    await saves();
    await buys({ paymentMethod: 'saved' });
    await good('DELETE', '/profile/payment-method', { token });
    await saves();
    await good('PUT', '/cart/items/GLOBAL-USD-10', { token, body: { quantity: 1 } });
    const placing = { token, body: { email: fresh, marketing: false }, headers: { 'idempotency-key': 'a gift' } };
    const order = await good('POST', '/checkout', placing);
    await good('GET', `/orders/${String(order['orderId'])}`, { token });
    await good('GET', '/profile/orders', { token });
    await good('GET', '/profile', { token });
    await good('PATCH', '/profile', { token, body: { name: 'Jane Doe', email: fresh } });
    await good('POST', '/profile/email/confirm', { token, body: { code: await code(fresh) } });
    await good('POST', '/account/password/forgot', { body: { email: fresh } });
    await good('POST', '/account/password/reset', { body: { email: fresh, code: await code(fresh), password: next } });
    token = await signIn(fresh, next);
    await good('POST', '/profile/deactivate', { token });
    token = await signIn(fresh, next);
    await good('POST', '/account/reactivate', { token, body: {} });
    await good('POST', '/account/reactivate', { token, body: { code: await code(fresh) } });
    await good('POST', '/account/refresh');
    await good('GET', '/profile/export', { token });
    await good('POST', '/profile/erasure', { token });
    await good('POST', '/account/sign-out');
    token = await signIn(fresh, next);
    await good('DELETE', '/profile', { token, body: { code: await code(fresh) } });
    const [member] = shop.addresses.staff;
    await good('POST', '/staff/sign-in', { body: { email: member?.email, password: member?.password } });
    await good('POST', '/staff/refresh');
    await good('POST', '/staff/sign-out');
    await stillness(shop.addresses);
    for (const worker of ['accounts-sweep', 'payments-reconcile', 'privacy-sweep', 'privacy-retain'])
      await runSchedule(shop.addresses, worker);
    expect(excess()).toEqual([]);
  });

  it('call nothing that they are not granted, when the streams are broken and the sweepers do it all', async () => {
    refused = ['payments-settle', 'fulfilment-fulfil', 'mail-deliver'].map(keyOf);
    payOnly = ['payments-sweep'].map(keyOf);
    const { order, approve, reaches, isMailed } = await placed(['GLOBAL-USD-10', 1]);
    await approve();
    await eventually(
      () => deliveries(shop.addresses),
      (all) => all.some(({ orderId, status }) => order.approveUrl.includes(orderId) && status === 200),
    );
    await later('payments-sweep');
    await later('fulfilment-sweep');
    await reaches('fulfilled');
    await later('mail-sweep');
    await isMailed();
    [refused, payOnly] = [[], []];
    expect(excess()).toEqual([]);
    const quiet = planned.filter(({ name }) => calledBy(name).size === 0);
    expect(quiet.map(({ name }) => name)).toEqual(['fulfilment-confirm', 'payments-refund', 'meta-public']);
  });

  it('call nothing that they are not granted, when an account is never confirmed', async () => {
    const { ask, code } = customer(shop.addresses);
    const email = `${crypto.randomUUID()}@example.com`;
    const body = { email, password: 'Correct-horse-9-battery', name: 'Jane', marketing: false };
    await ask('POST', '/account/sign-up', { body });
    await code(email);
    minutes += 25 * 60;
    await later('accounts-sweep');
    expect(excess()).toEqual([]);
  });

  it('are granted nothing that they do not call, but for what no purchase comes to', () => {
    const unused = planned.flatMap(({ name, needs }) => {
      const actions = calledBy(name);
      return granted(needs)
        .filter((action) => !actions.has(action))
        .map((action) => `${name} never calls ${action}`);
    });
    const expected = Object.entries(offTheWay).flatMap(([name, all]) =>
      all.map((action) => `${name} never calls ${action}`),
    );
    expect(unused.sort()).toEqual(expected.sort());
  });
});
