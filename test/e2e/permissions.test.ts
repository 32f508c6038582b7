import { contexts } from '../../functions/contexts.ts';
import { functionName, functionsOf } from '../../lib/functions-of.ts';
import { accessKeyOf } from '../../local/lambda/environment.ts';
import { actionsOf } from '../support/database-calls.ts';
import { startDatabaseProxy, type DatabaseProxy } from '../support/database-proxy.ts';
import { startTestDynamo, type TestDynamo } from '../support/dynamodb.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../support/running-shop.ts';
import { decide, eventually, faults, mailsTo, shopper } from '../support/shopper.ts';

const home = newHome();
const called = new Map<string, Set<string>>();
let dynamo: TestDynamo;
let proxy: DatabaseProxy;
let shop: RunningShop;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  proxy = await startDatabaseProxy(dynamo.endpoint);
  proxy.judge((operation, body, accessKey) => {
    const actions = called.get(accessKey) ?? new Set();
    for (const action of actionsOf(operation, body)) actions.add(action);
    called.set(accessKey, actions);
    return 'pass';
  });
  shop = await startRunningShop(home, { DYNAMODB_ENDPOINT: proxy.url });
}, 90_000);
afterAll(async () => {
  await shop.stop();
  await proxy.close();
  await dynamo.close();
  removeHome(home);
}, 30_000);

/** What a function is granted on tables: its needs, as infra tests hold the template to them. */
const granted = (needs: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(needs)
    .filter(([resource]) => !resource.includes(':'))
    .flatMap(([resource, actions]) => actions.map((action) => `${resource}:${action}`));

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
      const actions = called.get(accessKeyOf(functionName('local', name))) ?? new Set();
      return [...actions].filter((action) => !allowed.has(action)).map((action) => `${name} calls ${action}`);
    });
    expect(excess).toEqual([]);
    const quiet = functionsOf(contexts).filter(({ name }) => !called.has(accessKeyOf(functionName('local', name))));
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
        const actions = called.get(accessKeyOf(functionName('local', name))) ?? new Set();
        return granted(needs)
          .filter((action) => !actions.has(action))
          .map((action) => `${name} never calls ${action}`);
      });
    expect(unused).toEqual([]);
  });
});
