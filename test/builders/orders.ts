import {
  GetItemCommand,
  ScanCommand,
  UpdateItemCommand,
  TransactWriteItemsCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Attempt, Order, Status } from '../../functions/orders/domain.ts';
import { orderWrite } from '../../functions/orders/store.ts';
import { toItem } from '../../functions/kit/store/client.ts';
import { testPorts, type TestPorts } from '../harness/ports.ts';
import { line, money } from './cards.ts';

const at = '2026-01-01T00:00:00.000Z';

/** An attempt to pay by a PayPal order. */
export const attempt = (paypalOrder: string): Attempt => ({ paypalOrder, approveUrl: 'https://paypal.example', at });

/** The row of an order of one card with one attempt, `P1`, in a state that a test is about. */
export const orderRow = (id: string, status: Status, more: Partial<Order> = {}): Order => ({
  id,
  status,
  lines: [line('CARD-A', 1)],
  total: money(1000),
  buyer: 'buyer',
  marketing: false,
  noticeHash: '',
  policyHash: '',
  cart: { id: 'cart', version: 1 },
  attempt: 1,
  attempts: { '1': attempt('P1') },
  placedAt: at,
  history: [],
  disputed: false,
  refunded: money(0),
  captureTry: 1,
  ...more,
});

/** Puts an order's row. */
export const placeOrderRow = async (row: Order, ports: TestPorts): Promise<Order> => {
  await ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: [orderWrite(row, ports)] }));
  return row;
};

/** Orders in a database, put straight into the state that a test is about. */
export const ordersIn = (client: () => DynamoDBClient) => {
  let made = 0;
  const ports = () => testPorts({ dynamo: client() });

  /** Puts an order with one attempt, `P1`; returns its id. */
  const order = async (status: Status, more: Partial<Order> = {}): Promise<string> => {
    const id = `order-${(made += 1)}`;
    return (await placeOrderRow(orderRow(id, status, more), ports())).id;
  };

  /** The order's row as it is stored, the fields of the index included. */
  const row = async (id: string) => {
    const request = { TableName: ports().table('orders.orders'), Key: toItem({ id }), ConsistentRead: true };
    return unmarshall((await client().send(new GetItemCommand(request))).Item ?? {});
  };

  /** The receipts of an order in the outbox. */
  const receipts = async (id: string): Promise<string[]> => {
    const { Items = [] } = await client().send(new ScanCommand({ TableName: ports().table('mail.outbox') }));
    return Items.map((item) => unmarshall(item)['id'] as string).filter((letter) => letter === `receipt:${id}`);
  };

  const dispute = (id: string) =>
    client().send(
      new UpdateItemCommand({
        TableName: ports().table('orders.orders'),
        Key: toItem({ id }),
        UpdateExpression: 'SET disputed = :yes',
        ExpressionAttributeValues: toItem({ ':yes': true }),
      }),
    );

  return { ports, order, row, receipts, dispute };
};
