import { contexts } from '../../functions/contexts.ts';
import { functionName, functionsOf } from '../../lib/functions-of.ts';
import { accessKeyOf } from '../../local/lambda/environment.ts';
import { actionsOf } from '../support/database-calls.ts';
import { startDatabaseProxy, type DatabaseProxy } from '../support/database-proxy.ts';
import { startTestDynamo, type TestDynamo } from '../support/dynamodb.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../support/running-shop.ts';
import { recordServiceCalls } from '../support/service-calls.ts';
import { decide, eventually, faults, mailsTo, moveClock, runSchedule, shopper } from '../support/shopper.ts';

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

/** What a function is granted: its needs, as infra tests hold the template to them. */
const granted = (needs: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(needs).flatMap(([resource, actions]) => actions.map((action) => `${resource}:${action}`));

/** What a function has called so far, at whatever service. */
const calledBy = (name: string): Set<string> => {
  const accessKey = keyOf(name);
  const atServices = services.all().filter((call) => call.accessKey === accessKey);
  return new Set([...(toDatabase.get(accessKey) ?? []), ...atServices.flatMap(({ actions }) => actions)]);
};

/** A visitor who has placed and approved an order for one of each card, having done everything that a cart allows. */
const approved = async (sku: string, ...more: string[]) => {
  const visitor = shopper(shop.addresses);
  await visitor.ask('GET', `/products/${sku}`);
  await visitor.put(sku, 2);
  await visitor.ask('DELETE', `/cart/items/${sku}`);
  await visitor.put(sku, 1);
  for (const other of more) await visitor.put(other, 1);
  await visitor.ask('GET', '/cart');
  const email = `${crypto.randomUUID()}@example.com`;
  const { body: order } = await visitor.checkOut(email);
  await decide(order.approveUrl, 'approve');
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
  return { visitor, email, order, reaches, isMailed };
};

const buy = async (until: string, ...skus: [string, ...string[]]) => {
  const { reaches, isMailed } = await approved(...skus);
  await reaches(until);
  await isMailed();
};

/** What functions have called without being granted it. */
const excess = (): string[] =>
  functionsOf(contexts).flatMap(({ name, needs }) => {
    const allowed = new Set(granted(needs));
    return [...calledBy(name)].filter((action) => !allowed.has(action)).map((action) => `${name} calls ${action}`);
  });

describe('the functions', () => {
  it('call nothing that they are not granted, when cards are bought and run out', async () => {
    await shopper(shop.addresses).ask('GET', '/products?country=US');
    await buy('fulfilled', 'GLOBAL-USD-10');
    await buy('voided', 'EURO-EUR-10', 'SAHEL-EUR-15');
    await faults(shop.addresses.paypal, { declineCapture: true });
    const { visitor, email, order } = await approved('GLOBAL-USD-10');
    await eventually(
      () => visitor.checkOut(email),
      ({ body }) => body.approveUrl !== order.approveUrl,
    );
    await faults(shop.addresses.paypal);
    expect(excess()).toEqual([]);
  });

  it('call nothing that they are not granted, when a receipt cannot be written at once', async () => {
    payOnly = ['payments-settle'].map(keyOf);
    await buy('fulfilled', 'GLOBAL-USD-10');
    payOnly = [];
    expect(excess()).toEqual([]);
  });

  it('call nothing that they are not granted, when the streams are broken and the sweepers do it all', async () => {
    refused = ['payments-settle', 'fulfilment-fulfil', 'mail-deliver'].map(keyOf);
    payOnly = ['payments-sweep'].map(keyOf);
    const { reaches, isMailed } = await approved('GLOBAL-USD-10');
    await moveClock(shop.addresses, 20);
    await runSchedule(shop.addresses, 'payments-sweep');
    await moveClock(shop.addresses, 40);
    await runSchedule(shop.addresses, 'fulfilment-sweep');
    await reaches('fulfilled');
    await moveClock(shop.addresses, 60);
    await runSchedule(shop.addresses, 'mail-sweep');
    await isMailed();
    [refused, payOnly] = [[], []];
    expect(excess()).toEqual([]);
    const quiet = functionsOf(contexts).filter(({ name }) => calledBy(name).size === 0);
    expect(quiet.map(({ name }) => name)).toEqual(['meta-public']);
  });

  it('are granted nothing on the way of a purchase that they do not call', () => {
    const onTheWay = [
      'catalogue-public',
      'cart-public',
      'checkout-public',
      'payments-public',
      'payments-settle',
      'fulfilment-fulfil',
      'mail-deliver',
    ];
    const unused = functionsOf(contexts)
      .filter(({ name }) => onTheWay.includes(name))
      .flatMap(({ name, needs }) => {
        const actions = calledBy(name);
        return granted(needs)
          .filter((action) => !actions.has(action))
          .map((action) => `${name} never calls ${action}`);
      });
    expect(unused).toEqual([]);
  });
});
