import { catalogue } from '../../../functions/catalogue/contract.ts';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { routes } from '../../../functions/catalogue/routes.ts';
import { dynamoClient } from '../../../functions/kit/store/client.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { money, product } from '../../builders/cards.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';
import { createContractTables } from '../../harness/tables.ts';

let dynamo: TestDatabase;
beforeAll(async () => {
  dynamo = await openTestDatabase();
  await createContractTables(dynamo.client, 'test');
}, 60_000);
afterAll(() => dynamo.close());

describe('the list of products', () => {
  it('fails for none of two thousand requests of sixteen clients, while stock is asked for again and again', async () => {
    const client = dynamoClient({ endpoint: dynamo.endpoint, ...dynamo.access });
    // Every list is a second later, so that stock is asked for again two hundred times.
    let at = Date.now();
    const ports = testPorts({ dynamo: client, now: () => new Date(at) });
    for (let n = 10; n < 30; n += 1) await putProduct(product(`CARD-${n}`, money(950), ['US']), ports);
    const handler = serve(catalogue, routes, ports);

    const statuses = new Map<number, number>();
    let left = 2_000;
    const visit = async () => {
      while ((left -= 1) >= 0) {
        at += 1_000;
        const { status } = await call(handler, httpEvent('GET /products'));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 16 }, visit));
    client.destroy();
    expect(Object.fromEntries(statuses)).toEqual({ 200: 2_000 });
  }, 300_000);
});
