import { GetItemCommand, type Update } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { isNew } from '../kit/store/condition.ts';
import { brief } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { StoredLine, StoredMoney } from '../kit/store/schemas.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { payerStatuses, protections, queueOf, statuses, type Order } from './domain.ts';
import { refundedBy, refundStates } from './domain/refunds.ts';

const Status = z.enum(statuses);
const RefundItem = z.object({
  amount: StoredMoney,
  at: z.string(),
  by: z.enum(refundedBy),
  state: z.enum(refundStates),
  paypalRefund: z.optional(z.string()),
  capture: z.optional(z.string()),
  reason: z.optional(z.string()),
  whole: z.optional(z.boolean()),
});
const DisputeItem = z.object({
  state: z.enum(['open', 'won', 'lost']),
  due: z.optional(z.string()),
  amount: StoredMoney,
  evidence: z.optional(z.string()),
});

/** An order as it is stored. */
export const OrderItem = z.object({
  id: z.string(),
  status: Status,
  lines: z.array(StoredLine),
  total: StoredMoney,
  buyer: z.string(),
  marketing: z.boolean(),
  noticeHash: z.string(),
  policyHash: z.string(),
  cart: z.object({ id: z.optional(z.string()), version: z.int() }),
  form: z.optional(z.string()),
  saving: z.optional(z.object({ account: z.string(), text: z.string() })),
  method: z.optional(z.string()),
  attempt: z.int(),
  attempts: z.record(
    z.string(),
    z.object({
      paypalOrder: z.string(),
      approveUrl: z.optional(z.string()),
      method: z.optional(z.string()),
      payee: z.optional(z.string()),
      at: z.string(),
      failed: z.optional(z.boolean()),
    }),
  ),
  placedAt: z.string(),
  history: z.array(z.object({ status: Status, at: z.string() })),
  disputed: z.boolean(),
  refunded: StoredMoney,
  refunds: z.optional(z.record(z.string(), RefundItem)),
  captured: z.optional(StoredMoney),
  chargedBack: z.optional(StoredMoney),
  revealed: z.optional(z.object({ at: z.string(), text: z.string() })),
  revealFrom: z.optional(z.string()),
  mailUndeliverable: z.optional(z.literal(true)),
  withdrawal: z.optional(z.object({ at: z.string(), refund: z.string() })),
  withdrawalAsked: z.optional(z.string()),
  disputes: z.optional(z.record(z.string(), DisputeItem)),
  protection: z.optional(z.enum(protections)),
  payer: z.optional(z.enum(payerStatuses)),
  capturing: z.optional(z.string()),
  captureTry: z.int(),
  claimUntil: z.optional(z.int()),
  claimBy: z.optional(z.string()),
  claimShared: z.optional(z.boolean()),
  capture: z.optional(z.string()),
  paypalOrder: z.optional(z.string()),
  missing: z.optional(z.record(z.string(), z.object({ since: z.string(), searched: z.optional(z.array(z.string())) }))),
  parked: z.optional(z.string()),
  checkAt: z.optional(z.int()),
});

const table = (ports: Ports) => ports.table('orders.orders');
const key = (id: string) => toItem({ id });

/** Reads an order, consistently: decisions hang on it. */
export const getOrder = async (id: string, ports: Ports): Promise<Order | undefined> => {
  const command = new GetItemCommand({ TableName: table(ports), Key: key(id), ConsistentRead: true });
  return fromItem(OrderItem, (await ports.dynamo.send(command)).Item);
};

/** Seconds after which an order is first looked at: its buyer has to approve it yet, or a saved method pays it at once. */
const firstLook = ({ method }: Order): number => (method === undefined ? 600 : 60);

/** Returns the order's row, to be put once, in the transaction that places it, with the time of its first look. */
export const orderWrite = (order: Order, ports: Ports): Write => ({
  Put: {
    TableName: table(ports),
    Item: toItem({
      ...order,
      open: queueOf(order.status),
      checkAt: seconds(new Date(order.placedAt)) + firstLook(order),
    }),
    ConditionExpression: isNew,
  },
});

/** One change of an order's row, and the condition that decides it. */
type Change = Omit<Update, 'TableName' | 'Key'>;

/** Returns the write of a change of an order's row. */
export const changeWrite = (id: string, change: Change, ports: Pick<Ports, 'table'>): { Update: Update } => ({
  Update: { TableName: ports.table('orders.orders'), Key: toItem({ id }), ...change },
});

/** Changes an order's row; false when its condition refused it. */
export const change = async (id: string, to: Change, ports: Ports, persistence = brief): Promise<boolean> =>
  (await apply(changeWrite(id, to, ports), ports, persistence)).applied;
