import { GetItemCommand, type Update } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { brief, prompt } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { StoredLine, StoredMoney } from '../kit/store/schemas.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import {
  moves,
  queueOf,
  sourcesOf,
  statuses,
  stepsOf,
  unlinked,
  type Attempt,
  type Order,
  type Status,
} from './domain.ts';

const Status = z.enum(statuses);
const OrderItem = z.object({
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
  attempt: z.int(),
  attempts: z.record(
    z.string(),
    z.object({
      paypalOrder: z.string(),
      approveUrl: z.string(),
      payee: z.optional(z.string()),
      at: z.string(),
      failed: z.optional(z.boolean()),
    }),
  ),
  placedAt: z.string(),
  history: z.array(z.object({ status: Status, at: z.string() })),
  disputed: z.boolean(),
  refunded: StoredMoney,
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
const canMove = (from: Status, to: Status): boolean => (moves[from] as readonly Status[]).includes(to);

/** Reads an order, consistently: decisions hang on it. */
export const getOrder = async (id: string, ports: Ports): Promise<Order | undefined> => {
  const command = new GetItemCommand({ TableName: table(ports), Key: key(id), ConsistentRead: true });
  return fromItem(OrderItem, (await ports.dynamo.send(command)).Item);
};

/** Returns the order's row, to be put once, in the transaction that places it; it is looked at first after ten minutes. */
export const orderWrite = (order: Order, ports: Ports): Write => ({
  Put: {
    TableName: table(ports),
    Item: toItem({ ...order, open: queueOf(order.status), checkAt: seconds(new Date(order.placedAt)) + 600 }),
    ConditionExpression: 'attribute_not_exists(id)',
  },
});

export type Move = {
  id: string;
  /** The status that the decision was made by; without it one that is a single step before. */
  from?: Status;
  to: Status;
  at: Date;
  /** When a sweeper is to look at the order if nothing has happened, in seconds from `at`: 60, and at once if a sweeper moves it. */
  checkIn?: number;
  set?: Record<string, string | number | boolean>;
  remove?: readonly string[];
  /** Who has to do something next, if the status does not say it. */
  queue?: 'payment' | 'fulfilment' | undefined;
  /** A condition beside the one on the status. */
  onlyIf?: { condition: string; values?: Record<string, string | number | boolean>; names?: Record<string, string> };
};

/** One change of an order's row, and the condition that decides it. */
type Change = Omit<Update, 'TableName' | 'Key'>;

/** Returns the write of a change of an order's row. */
export const changeWrite = (id: string, change: Change, ports: Pick<Ports, 'table'>): { Update: Update } => ({
  Update: { TableName: ports.table('orders.orders'), Key: toItem({ id }), ...change },
});

/** Changes an order's row; false when its condition refused it. */
export const change = async (id: string, to: Change, ports: Ports, persistence = brief): Promise<boolean> =>
  (await apply(changeWrite(id, to, ports), ports, persistence)).applied;

/** Returns one move of an order as an update, refused unless its status allows it by the table of moves. */
export const moveWrite = (
  { id, from, to, at, checkIn, set = {}, remove = [], queue = queueOf(to), onlyIf }: Move,
  ports: Ports,
): Write => {
  const sources = from === undefined ? sourcesOf(to) : [from].filter((status) => canMove(status, to));
  const steps = from === undefined ? [to] : stepsOf(from, to);
  const due = seconds(at) + (checkIn ?? (ports.sweeping ? 0 : 60));
  const fields = { ...set, ...(queue && { open: queue, checkAt: due }) };
  const names = sources.map((_, index) => `:from${index}`).join(', ');
  const allowed = sources.length > 0 ? `#status IN (${names})` : 'attribute_not_exists(id)';
  const gone = [...remove, ...(unlinked.includes(to) ? ['cart.id'] : []), ...(queue ? [] : ['#open', 'checkAt'])];
  const assigned = Object.keys(fields).map((name) => `, #${name} = :${name}`);
  const change = {
    UpdateExpression:
      `SET #status = :to, history = list_append(history, :steps)${assigned.join('')}` +
      (gone.length > 0 ? ` REMOVE ${gone.join(', ')}` : ''),
    ConditionExpression: `${allowed}${onlyIf ? ` AND (${onlyIf.condition})` : ''}`,
    ExpressionAttributeNames: {
      '#status': 'status',
      ...(!queue && { '#open': 'open' }),
      ...Object.fromEntries(Object.keys(fields).map((name) => [`#${name}`, name])),
      ...onlyIf?.names,
    },
    ExpressionAttributeValues: toItem({
      ':to': to,
      ':steps': steps.map((status) => ({ status, at: at.toISOString() })),
      ...Object.fromEntries(sources.map((status, index) => [`:from${index}`, status])),
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${name}`, value])),
      ...onlyIf?.values,
    }),
  };
  return changeWrite(id, change, ports);
};

/** Stores where the buyer is sent, before the buyer is sent there; false when this attempt is stored already, or the order ended. */
export const storeAttempt = (id: string, n: number, attempt: Attempt, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET attempts.#n = :attempt, paypalOrder = :paypal',
      ConditionExpression: 'attempt = :n AND attribute_not_exists(attempts.#n) AND #status IN (:created, :approved)',
      ExpressionAttributeNames: { '#n': String(n), '#status': 'status' },
      ExpressionAttributeValues: toItem({
        ':attempt': attempt,
        ':n': n,
        ':paypal': attempt.paypalOrder,
        ':created': 'created',
        ':approved': 'approved',
      }),
    },
    ports,
    prompt,
  );
