import { toItem } from '../kit/store/client.ts';
import { all, asRead } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import type { Money } from '../kit/value/money.ts';
import { isRefusal } from '../kit/value/result.ts';
import { seconds } from '../kit/value/time.ts';
import { nextQueue, statusAfter, unlinked, type Order } from './domain.ts';
import {
  withChargeBack,
  withFailure,
  withRefund,
  withRequest,
  withRequestBeside,
  type Booked,
  type Refund,
  type RefundRefusal,
  type RefundRequest,
  type SeenRefund,
} from './domain/refunds.ts';
import { changeWrite } from './store.ts';

/** What else a change of an order's money sets, and on which condition: both in the same write. */
export type Besides = {
  set?: Record<string, unknown>;
  remove?: readonly string[];
  onlyIf?: { condition: string; values?: Record<string, unknown>; names?: Record<string, string> };
  /** Seconds until a sweeper looks at an order that has a refund under way: 60 unless set. */
  checkIn?: number;
};

/** A change of an order's money: its write, the order as it is once that is applied, and whether PayPal gave back too much. */
export type MoneyChange = { write: Write; order: Order; excess: boolean };

/** The order's money and status are as they were read: the sums were made of them. */
const asItWas = (order: Order): string =>
  all(
    '#status = :was',
    asRead('#refunds', ':refunds', order.refunds),
    asRead('#capture', ':capture', order.capture),
    asRead('#chargedBack', ':chargedBack', order.chargedBack),
    'refunded = :refunded',
  );

/** The place in the index; an order that is parked for another reason goes back there, one whose money is gone does not. */
const placeOf = (next: Order, besides: Besides, at: Date): Record<string, unknown> => {
  const queue = nextQueue(next);
  if (next.parked !== undefined && queue !== 'refund') return { open: 'parked', checkAt: seconds(at) };
  return queue ? { open: queue, checkAt: seconds(at) + (besides.checkIn ?? 60) } : {};
};

const unparked = (order: Order): Order => ({ ...order, parked: undefined });

/** Writes an order's money as it is to be, refused unless it is as it was read. */
const moneyWrite = (before: Order, changed: Order, besides: Besides, at: Date, ports: Pick<Ports, 'table'>) => {
  const status = statusAfter(changed);
  const closes = status !== before.status;
  const { set = {}, remove = [], onlyIf } = besides;
  const merged = { ...changed, ...set, status };
  const next = closes ? unparked(merged) : merged;
  const place = placeOf(next, besides, at);
  const fields = Object.entries({
    refunds: next.refunds,
    refunded: next.refunded,
    chargedBack: next.chargedBack,
    ...set,
    ...place,
  }).filter(([, value]) => value !== undefined);
  const gone = [
    ...remove,
    ...(closes && unlinked.includes(status) ? ['cart.id'] : []),
    ...(next.parked === undefined && before.parked !== undefined ? ['parked'] : []),
    ...(['open', 'checkAt'] as const).filter((name) => !Object.hasOwn(place, name)),
  ];
  const named = [...fields.map(([name]) => name), ...gone.filter((name) => !name.includes('.'))];
  const write = changeWrite(
    before.id,
    {
      UpdateExpression: [
        `SET ${fields.map(([name]) => `#${name} = :to_${name}`).join(', ')}`,
        ...(closes ? [', #status = :status, history = list_append(history, :step)'] : []),
        ...(gone.length > 0
          ? [` REMOVE ${gone.map((name) => (name.includes('.') ? name : `#${name}`)).join(', ')}`]
          : []),
      ].join(''),
      ConditionExpression: all(asItWas(before), ...(onlyIf ? [`(${onlyIf.condition})`] : [])),
      ExpressionAttributeNames: {
        ...Object.fromEntries(named.map((name) => [`#${name}`, name])),
        '#status': 'status',
        '#refunds': 'refunds',
        '#capture': 'capture',
        '#chargedBack': 'chargedBack',
        ...onlyIf?.names,
      },
      ExpressionAttributeValues: toItem({
        ':was': before.status,
        ':refunds': before.refunds,
        ':capture': before.capture,
        ':chargedBack': before.chargedBack,
        ':refunded': before.refunded,
        ...(closes && { ':status': status, ':step': [{ status, at: at.toISOString() }] }),
        ...Object.fromEntries(fields.map(([name, value]) => [`:to_${name}`, value])),
        ...onlyIf?.values,
      }),
    },
    ports,
  );
  const history = closes ? [...before.history, { status, at: at.toISOString() }] : before.history;
  return { write, order: { ...next, history } };
};

const booked = (before: Order, to: Booked<Order>, besides: Besides, at: Date, ports: Pick<Ports, 'table'>) => ({
  ...moneyWrite(before, to.order, besides, at, ports),
  excess: to.excess,
});

/**
 * Returns the write by which a refund is requested: it is stored with its id, and its sum counts, before PayPal is called.
 * Refused as a value for more than is left of what was captured; refused by its condition once the order's money is not
 * as it was read. What failed before is no reason to look at the order any more.
 */
export const refundRequestWrite = (
  order: Order,
  request: Omit<RefundRequest, 'at'> & { at: Date } & Besides,
  ports: Pick<Ports, 'table'>,
): MoneyChange | RefundRefusal => {
  const next = withRequest(order, { ...request, at: request.at.toISOString() });
  if (isRefusal(next)) return next;
  return booked(order, { order: unparked(next), excess: false }, request, request.at, ports);
};

/** Returns the write by which the refund is requested of a capture beside the order's own; undefined when it is there. */
export const refundBesideWrite = (
  order: Order,
  id: string,
  { amount, capture, at }: { amount: Money; capture: string; at: Date },
  ports: Pick<Ports, 'table'>,
): MoneyChange | undefined => {
  const refund = { amount, capture, at: at.toISOString(), by: 'late', state: 'requested' } satisfies Refund;
  const next = withRequestBeside(order, id, refund);
  return next === order ? undefined : booked(order, { order: next, excess: false }, {}, at, ports);
};

/** Returns the write of what PayPal says of a refund; undefined when that is nothing new. */
export const refundWrite = (
  order: Order,
  seen: Omit<SeenRefund, 'at'> & { at: Date } & Besides,
  ports: Pick<Ports, 'table'>,
): MoneyChange | undefined => {
  const to = withRefund(order, { ...seen, at: seen.at.toISOString() });
  return to && booked(order, to, seen, seen.at, ports);
};

/** Returns the write by which a refund has failed, which parks its order: a person has to look; undefined when it is not open. */
export const refundFailureWrite = (
  order: Order,
  { id, reason, at }: { id: string; reason: string; at: Date },
  ports: Pick<Ports, 'table'>,
): MoneyChange | undefined => {
  const to = withFailure(order, id, reason);
  return to && booked(order, to, { set: { parked: 'refund-failed' } }, at, ports);
};

/** Returns the write by which so much more was charged back; `set` and `onlyIf` book it once by its dispute. */
export const chargeBackWrite = (
  order: Order,
  { amount, at, ...besides }: { amount: Money; at: Date } & Besides,
  ports: Pick<Ports, 'table'>,
): MoneyChange => booked(order, withChargeBack(order, amount), besides, at, ports);
