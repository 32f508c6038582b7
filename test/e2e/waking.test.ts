import { functionName } from '../../lib/plans/functions.ts';
import { accessKeyOf } from '../../packages/local-cloud/src/lambda/environment.ts';
import { startDatabaseProxy, type DatabaseProxy } from '../harness/database-proxy.ts';
import { startTestDynamo, type TestDynamo } from '../harness/dynamodb.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../harness/running-shop.ts';
import { decide, faults, mailsTo, moveClock, eventually, runSchedule, shopper } from '../harness/shopper.ts';

const home = newHome();
/** Whoever the streams start cannot reach the database: as good as no stream at all. */
const streamed = ['payments-settle', 'fulfilment-fulfil', 'mail-deliver'].map((name) =>
  accessKeyOf(functionName('local', name)),
);
let dynamo: TestDynamo;
let proxy: DatabaseProxy;
let shop: RunningShop;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  proxy = await startDatabaseProxy(dynamo.endpoint);
  proxy.judge((_operation, _body, accessKey) => (streamed.includes(accessKey) ? 'refuse' : 'pass'));
  shop = await startRunningShop(home, { DYNAMODB_ENDPOINT: proxy.url });
}, 90_000);
afterAll(async () => {
  await shop.stop();
  await proxy.close();
  await dynamo.close();
  removeHome(home);
}, 30_000);

describe('with the streams broken and no webhook', () => {
  it('one run of payments-sweep delivers an approved order, and its receipt follows by the sweep that it wakes', async () => {
    await faults(shop.addresses.paypal, { dropWebhooks: true });
    const visitor = shopper(shop.addresses);
    await visitor.put('GLOBAL-USD-10', 1);
    const email = `${crypto.randomUUID()}@example.com`;
    const { body: order } = await visitor.checkOut(email);
    await decide(order.approveUrl, 'approve');
    await moveClock(shop.addresses, 11);
    await runSchedule(shop.addresses, 'payments-sweep');
    expect((await visitor.order(order)).status).toBe('fulfilled');
    const mails = await eventually(
      () => mailsTo(shop.addresses, email),
      (seen) => seen.length > 0,
    );
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining(order.orderId)]);
  }, 60_000);
});
