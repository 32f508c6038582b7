import { startDatabaseProxy, type DatabaseProxy } from '../../support/database-proxy.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamodb.ts';
import { makeStreamWorld, type StreamWorld } from '../../support/stream-world.ts';

let dynamo: TestDynamo;
let proxy: DatabaseProxy;
let world: StreamWorld;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  proxy = await startDatabaseProxy(dynamo.endpoint);
  world = await makeStreamWorld(proxy.url, dynamo.client);
}, 60_000);
afterAll(async () => {
  await world.close();
  await proxy.close();
  await dynamo.close();
});

describe('a stream source whose endpoint left a call without an answer', () => {
  it('asks again and delivers what came meanwhile', async () => {
    const streams = await world.start({});
    await streams.idle();
    const unanswered = new Promise<void>((resolve) =>
      proxy.judge((operation) => (operation === 'GetRecords' ? (resolve(), 'hang') : 'pass')),
    );
    await unanswered;
    proxy.judge(() => 'pass');
    await world.put('a');
    await streams.idle();
    expect(world.calls.map((call) => call.ids)).toEqual([['a']]);
  }, 20_000);
});
