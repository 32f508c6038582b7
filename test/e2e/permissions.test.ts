import { contexts } from '../../functions/contexts.ts';
import { functionName, functionsOf } from '../../lib/functions-of.ts';
import { accessKeyOf } from '../../local/lambda/environment.ts';
import { actionsOf } from '../support/database-calls.ts';
import { startDatabaseProxy, type DatabaseProxy } from '../support/database-proxy.ts';
import { startTestDynamo, type TestDynamo } from '../support/dynamodb.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../support/running-shop.ts';
import { recordServiceCalls } from '../support/service-calls.ts';
import { decide, eventually, faults, mailsTo, shopper } from '../support/shopper.ts';

const home = newHome();
const services = recordServiceCalls();
const toDatabase = new Map<string, Set<string>>();
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
    return 'pass';
  });
  shop = await startRunningShop(home, { DYNAMODB_ENDPOINT: proxy.url, ...services.environment });
}, 90_000);
afterAll(async () => {
  await shop.stop();
  await proxy.close();
  await dynamo.close();
  removeHome(home);
  services.remove();
}, 30_000);

/** What a function is granted: its needs, as infra tests hold the template to them. */
const granted = (needs: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(needs).flatMap(([resource, actions]) => actions.map((action) => `${resource}:${action}`));

/** What a function has called so far, at whatever service. */
const calledBy = (name: string): Set<string> => {
  const accessKey = accessKeyOf(functionName('local', name));
  const atServices = services.all().filter((call) => call.accessKey === accessKey);
  return new Set([...(toDatabase.get(accessKey) ?? []), ...atServices.flatMap(({ actions }) => actions)]);
};

const buy = async (until: string, sku: string, ...more: string[]) => {
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
  await eventually(
    () => visitor.order(order),
    ({ status }) => status === until,
  );
  await eventually(
    () => mailsTo(shop.addresses, email),
    (mails) => mails.length > 0,
  );
};

describe('the functions', () => {
  it('call nothing that they are not granted, when cards are bought and run out', async () => {
    await shopper(shop.addresses).ask('GET', '/products?country=US');
    await buy('fulfilled', 'GLOBAL-USD-10');
    await buy('voided', 'EURO-EUR-10', 'SAHEL-EUR-15');
    await faults(shop.addresses.paypal, { declineCapture: true });
    const visitor = shopper(shop.addresses);
    await visitor.put('GLOBAL-USD-10', 1);
    const { body: order } = await visitor.checkOut('declined@example.com');
    await decide(order.approveUrl, 'approve');
    await eventually(
      () => visitor.checkOut('declined@example.com'),
      ({ body }) => body.approveUrl !== order.approveUrl,
    );
    await faults(shop.addresses.paypal);

    const excess = functionsOf(contexts).flatMap(({ name, needs }) => {
      const allowed = new Set(granted(needs));
      return [...calledBy(name)].filter((action) => !allowed.has(action)).map((action) => `${name} calls ${action}`);
    });
    expect(excess).toEqual([]);
    const quiet = functionsOf(contexts).filter(({ name }) => calledBy(name).size === 0);
    expect(quiet.map(({ name }) => name)).toEqual(['meta-public']);
  }, 60_000);

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
