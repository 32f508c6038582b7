import { randomBytes } from 'node:crypto';
import { QueryCommand, ScanCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fulfilment } from '../../functions/fulfilment/contract.ts';
import { routes } from '../../functions/fulfilment/routes.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import { toItem } from '../../functions/kit/store/client.ts';
import { apply } from '../../functions/kit/store/write.ts';
import { payments } from '../../functions/payments/contract.ts';
import { routes as paymentRoutes } from '../../functions/payments/routes.ts';
import {
  getOrder,
  orderToken,
  orderWrite,
  refundFailureWrite,
  refundWrite,
  type Order,
} from '../../functions/orders/public.ts';
import { holdPins, loadPins } from '../../functions/pins/public.ts';
import { revealNotice } from '../../functions/policy/public.ts';
import { call, httpEvent } from '../harness/http.ts';
import { testKeyRing, testPorts, type TestPorts } from '../harness/ports.ts';
import { line, money } from './cards.ts';
import { orderRow } from './orders.ts';
import { newSku, stock } from './pool.ts';

type PinRow = { sku: string; id: string; free?: string; heldBy?: string; unfit?: string };
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
      cart: { version: 1 },
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
    const withdrawal = async (body: object) => {
      const served = serve(payments, paymentRoutes, ports as never);
      return call(served, httpEvent('POST /orders/{id}/withdrawal', { path: { id }, headers, body }));
    };
    const report = (n: number, problem: string) =>
      call(
        handler,
        httpEvent('POST /orders/{id}/pins/{n}/report', { path: { id, n: String(n) }, headers, body: { problem } }),
      );
    /** Both steps; returns what came of the last one. */
    const withdraw = async () => {
      const begun = await withdrawal({});
      return begun.status === 200 ? withdrawal({ confirm: (begun.body as { confirm: string }).confirm }) : begun;
    };
    /** Books what PayPal says of the refund of a withdrawal. */
    const refunded = async (state: 'done' | 'failed' = 'done') => {
      const now = await order();
      const refund = { id: now.withdrawal?.refund ?? '', at: ports.now() };
      const amount = now.refunds?.[refund.id]?.amount ?? money(0);
      const change =
        state === 'done'
          ? refundWrite(now, { ...refund, paypalRefund: `R-${id}`, amount, state }, ports)
          : refundFailureWrite(now, { ...refund, reason: 'refused' }, ports);
      if (change) await apply(change.write, ports);
    };
    /** Changes a field of the order, as some other worker does. */
    const becomes = (name: string, value: unknown) =>
      client().send(
        new UpdateItemCommand({
          TableName: ports.table('orders.orders'),
          Key: toItem({ id }),
          UpdateExpression: 'SET #name = :value',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: toItem({ ':value': value }),
        }),
      );
    const enterQueue = async () => {
      await becomes('open', 'fulfilment');
      await becomes('checkAt', 0);
    };
    /** Loads so many more PINs of the card, in a batch of their own. */
    const restock = async (count: number) => {
      const fresh = Array.from({ length: count }, () => ({ sku, pin: randomBytes(8).toString('hex') }));
      await loadPins(fresh, ports);
    };
    const pins = async () => {
      const request = {
        TableName: ports.table('pins.pins'),
        KeyConditionExpression: 'sku = :sku',
        ExpressionAttributeValues: toItem({ ':sku': sku }),
        ConsistentRead: true,
      };
      return ((await client().send(new QueryCommand(request))).Items ?? []).map((item) => unmarshall(item) as PinRow);
    };
    const letters = async () => {
      const { Items = [] } = await client().send(new ScanCommand({ TableName: ports.table('mail.outbox') }));
      return Items.map((item) => unmarshall(item)).filter(({ data }) => (data as { order?: string }).order === id);
    };
    return {
      id,
      sku,
      ports,
      headers,
      order,
      read,
      reveal,
      withdrawal,
      withdraw,
      report,
      restock,
      refunded,
      becomes,
      enterQueue,
      pins,
      letters,
    };
  };
  return { fulfilled, portsOf };
};
