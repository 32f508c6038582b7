import { startTestDynamo, type TestDynamo } from '../harness/dynamodb.ts';
import { startDatabaseProxy, type DatabaseProxy } from '../harness/database-proxy.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../harness/running-shop.ts';
import { capturesFor, decide, eventually, mailsTo, shopper } from '../harness/shopper.ts';

const home = newHome();
let dynamo: TestDynamo;
let proxy: DatabaseProxy;
let shop: RunningShop;
const start = () => startRunningShop(home, { DYNAMODB_ENDPOINT: proxy.url });
beforeAll(async () => {
  dynamo = await startTestDynamo();
  proxy = await startDatabaseProxy(dynamo.endpoint);
  shop = await start();
}, 300_000);
afterAll(async () => {
  await shop.stop();
  await proxy.close();
  await dynamo.close();
  removeHome(home);
}, 60_000);

/** The calls at which the shop is stopped, by what they say to the database. */
const moments: [string, (operation: string, body: string) => boolean][] = [
  [
    'an event is stored and before it is settled',
    (operation, body) => operation === 'GetItem' && body.includes('orders-orders'),
  ],
  [
    'the PINs are held and the capture is claimed',
    (operation, body) => operation === 'TransactWriteItems' && body.includes('pins-holds'),
  ],
  [
    'a captured order is fulfilled',
    (operation, body) => operation === 'TransactWriteItems' && body.includes('receipt:'),
  ],
  ['a letter is claimed', (operation, body) => operation === 'UpdateItem' && body.includes('mail-outbox')],
];

describe('the shop is killed', () => {
  it.each(moments)(
    'before %s, and finishes after it is started again',
    async (_when, isTheCall) => {
      const visitor = shopper(shop.addresses);
      const { body } = await visitor.ask('GET', '/products');
      const sku =
        (body as { items: { sku: string; inStock: boolean }[] }).items.find(({ inStock }) => inStock)?.sku ?? '';
      await visitor.put(sku, 1);
      const email = `${crypto.randomUUID()}@example.com`;
      const { body: order } = await visitor.checkOut(email);
      let reached = () => {};
      const there = new Promise<void>((resolve) => (reached = resolve));
      proxy.judge((operation, text) => (isTheCall(operation, text) ? (reached(), 'hang') : 'pass'));
      await decide(order.approveUrl, 'approve');
      await there;
      await shop.kill();
      proxy.judge(() => 'pass');
      shop = await start();
      const again = shopper(shop.addresses);
      const { pins } = await again.revealed(order, 40);
      expect(pins).toHaveLength(1);
      expect(await capturesFor(shop.addresses, order.orderId)).toBe(1);
      const mails = await eventually(
        async () => (await mailsTo(shop.addresses, email)).filter(({ subject }) => subject.includes('receipt')),
        (all) => all.length > 0,
      );
      expect(mails).toHaveLength(1);
    },
    300_000,
  );
});
