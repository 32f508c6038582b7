import { randomBytes } from 'node:crypto';
import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fulfilment } from '../../functions/fulfilment/contract.ts';
import { routes } from '../../functions/fulfilment/routes.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import { getOrder, orderToken, orderWrite, type Order } from '../../functions/orders/public.ts';
import { holdPins } from '../../functions/pins/public.ts';
import { revealNotice } from '../../functions/policy/public.ts';
import { call, httpEvent } from '../harness/http.ts';
import { testKeyRing, testPorts, type TestPorts } from '../harness/ports.ts';
import { line, money } from './cards.ts';
import { orderRow } from './orders.ts';
import { newSku, stock } from './pool.ts';

type Given = Partial<TestPorts> & { quantity?: number; spare?: number };

/** An order that was delivered, its PINs held, put straight into a database; and what its buyer may do with it. */
export const fulfilledOrders = (client: () => DynamoDBClient) => {
  const portsOf = (given: Partial<TestPorts> = {}): TestPorts => ({ ...testPorts({ dynamo: client() }), ...given });

  const fulfilled = async (more: Partial<Order> = {}, { quantity = 1, spare = 0, ...given }: Given = {}) => {
    const ports = portsOf(given);
    const id = randomBytes(16).toString('base64url');
    const sku = newSku();
    await stock(sku, quantity + spare, ports);
    const row = orderRow(id, more.status ?? 'fulfilled', {
      lines: [line(sku, quantity)],
      total: money(1000 * quantity),
      placedAt: new Date().toISOString(),
      paypalOrder: 'P1',
      capturing: 'P1',
      capture: `C-${id}`,
      ...more,
    });
    const own = () => orderWrite(row, ports);
    if ((await holdPins(id, row.lines, own, ports)) !== 'held') throw new Error('the PINs of a test were not held');
    const headers = { 'order-token': orderToken(testKeyRing, row) };
    const handler = serve(fulfilment, routes, ports);
    const order = async () => (await getOrder(id, ports)) as Order;
    const read = async () => call(handler, httpEvent('GET /orders/{id}', { path: { id }, headers }));
    const reveal = (consentHash = revealNotice.hash, using = ports) =>
      call(
        serve(fulfilment, routes, using),
        httpEvent('POST /orders/{id}/reveal', { path: { id }, headers, body: { consentHash } }),
      );
    const letters = async () => {
      const { Items = [] } = await client().send(new ScanCommand({ TableName: ports.table('mail.outbox') }));
      return Items.map((item) => unmarshall(item)).filter(({ data }) => (data as { order?: string }).order === id);
    };
    return { id, sku, ports, headers, order, read, reveal, letters };
  };
  return { fulfilled, portsOf };
};
