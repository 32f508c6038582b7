import { toItem } from '../kit/store/client.ts';
import { all, asRead } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { nextQueue, statusAfter, unlinked, type Order } from './domain.ts';
import type { Booked } from './domain/refunds.ts';
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

const moneyFields = ['refunds', 'capture', 'chargedBack', 'revealed'] as const;

/**
 * Returns the condition that an order's money is as it was read, for the sums were made of it, and its reveal, on which hangs what
 * becomes of its PINs.
 */
export const moneyAsRead = (order: Order) => ({
  condition: all(
    ...moneyFields.map((name) => asRead(`#${name}`, `:was_${name}`, order[name])),
    '#refunded = :was_refunded',
  ),
  names: Object.fromEntries([...moneyFields, 'refunded'].map((name) => [`#${name}`, name])),
  values: Object.fromEntries(
    [...moneyFields, 'refunded' as const].flatMap((name) =>
      order[name] === undefined ? [] : [[`:was_${name}`, order[name] as object | string]],
    ),
  ),
});

/** The place in the index; an order that is parked for another reason goes back there, one whose money is gone does not. */
const placeOf = (next: Order, besides: Besides, at: Date): Record<string, unknown> => {
  const queue = nextQueue(next);
  if (next.parked !== undefined && queue !== 'refund') return { open: 'parked', checkAt: seconds(at) };
  return queue ? { open: queue, checkAt: seconds(at) + (besides.checkIn ?? 60) } : {};
};

/** Returns an order that no person has to look at. */
export const unparked = (order: Order): Order => ({ ...order, parked: undefined });

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
  }).filter(([name, value]) => value !== undefined && !(closes && name === 'parked'));
  const gone = [
    ...remove,
    ...(closes && unlinked.includes(status) ? ['cart.id'] : []),
    ...(next.parked === undefined && before.parked !== undefined ? ['parked'] : []),
    ...(['open', 'checkAt'] as const).filter((name) => !Object.hasOwn(place, name)),
  ];
  const named = [...fields.map(([name]) => name), ...gone.filter((name) => !name.includes('.'))];
  const money = moneyAsRead(before);
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
      ConditionExpression: all('#status = :was', money.condition, ...(onlyIf ? [`(${onlyIf.condition})`] : [])),
      ExpressionAttributeNames: {
        ...Object.fromEntries(named.map((name) => [`#${name}`, name])),
        '#status': 'status',
        ...money.names,
        ...onlyIf?.names,
      },
      ExpressionAttributeValues: toItem({
        ':was': before.status,
        ...money.values,
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

/** Returns the change by which an order's money is as it was booked. */
export const booked = (
  before: Order,
  to: Booked<Order>,
  besides: Besides,
  at: Date,
  ports: Pick<Ports, 'table'>,
): MoneyChange => ({
  ...moneyWrite(before, to.order, besides, at, ports),
  excess: to.excess,
});
