import { startTestDynamo } from '../harness/dynamodb.ts';
import { startDatabaseProxy } from '../harness/database-proxy.ts';
import { newHome, removeHome, startRunningShop } from '../harness/running-shop.ts';
import { faults, shopper } from '../harness/shopper.ts';

describe('a dependency that is down', () => {
  it('is answered 503 with Retry-After within five seconds', async () => {
    const home = newHome();
    const dynamo = await startTestDynamo();
    const proxy = await startDatabaseProxy(dynamo.endpoint);
    const shop = await startRunningShop(home, { DYNAMODB_ENDPOINT: proxy.url });
    const visitor = shopper(shop.addresses);
    await visitor.put('GLOBAL-USD-10', 1);
    const timed = async (ask: () => Promise<{ status: number; headers: Headers }>) => {
      const begun = performance.now();
      const { status, headers } = await ask();
      return { status, retry: headers.has('retry-after'), inTime: performance.now() - begun < 5_000 };
    };
    const down = { status: 503, retry: true, inTime: true };
    await faults(shop.addresses.paypal, { delayMs: 20_000 });
    expect(await timed(() => visitor.checkOut('slow@example.com', 'key'))).toEqual(down);
    await faults(shop.addresses.paypal);
    expect((await visitor.checkOut('slow@example.com', 'key')).status).toBe(201);
    proxy.judge(() => 'hang');
    for (const [method, route, body] of [
      ['GET', '/cart'],
      ['GET', '/products'],
      ['PUT', '/cart/items/GLOBAL-USD-10', { quantity: 2 }],
    ] as const)
      expect(await timed(() => visitor.ask(method, route, body))).toEqual(down);
    expect(await timed(() => visitor.checkOut('slow@example.com', 'other'))).toEqual(down);
    expect((await visitor.ask('GET', '/health')).status).toBe(200);
    proxy.judge(() => 'pass');
    expect((await visitor.ask('GET', '/cart')).status).toBe(200);
    await shop.stop();
    await proxy.close();
    await dynamo.close();
    removeHome(home);
  }, 90_000);
});
