import { toItem } from '../kit/store/client.ts';
import { all, any } from '../kit/store/condition.ts';
import type { Check, Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import type { MoneyChange } from './money-write.ts';
import { refundRequestWrite } from './refund-writes.ts';
import type { Order } from './domain.ts';
import type { RefundRefusal } from './domain/refunds.ts';
import { changeWrite } from './store.ts';

const notRevealed = 'attribute_not_exists(revealed)';
const wasRevealed = 'attribute_exists(revealed)';
const notWithdrawn = 'attribute_not_exists(withdrawal)';
const undisputed = 'disputed = :no';
const isRefunded = '#status = :refunded';
const notBeingRefunded = any('attribute_not_exists(#open)', '#open <> :refund');
const isInQueue = '#open = :queue';

/**
 * Returns the write by which a buyer withdraws from an order before its reveal: the mark, which refuses every reveal from then on,
 * and the refund of all that is left, requested under its id. Refused by its condition once the order was revealed, withdrawn from
 * or disputed, and once its money is not as it was read.
 */
export const withdrawalWrite = (
  order: Order,
  { refund, at }: { refund: string; at: Date },
  ports: Pick<Ports, 'table'>,
): MoneyChange | RefundRefusal =>
  refundRequestWrite(
    order,
    {
      id: refund,
      by: 'withdrawal',
      at,
      set: { withdrawal: { at: at.toISOString(), refund } },
      onlyIf: { condition: all(notRevealed, notWithdrawn, undisputed), values: { ':no': false } },
    },
    ports,
  );

/** Returns the write by which a withdrawal after a reveal waits for staff; refused the second time, and before a reveal. */
export const withdrawalAskedWrite = (id: string, at: Date, ports: Pick<Ports, 'table'>): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'SET withdrawalAsked = :at',
      ConditionExpression: all(wasRevealed, 'attribute_not_exists(withdrawalAsked)', undisputed),
      ExpressionAttributeValues: toItem({ ':at': at.toISOString(), ':no': false }),
    },
    ports,
  );

/**
 * Returns the check, for a transaction that changes an order's PINs, that the order is fulfilled and undisputed, was not withdrawn
 * from, and is not being refunded.
 */
export const deliveredCheck = (id: string, { table }: Pick<Ports, 'table'>): Check => ({
  ConditionCheck: {
    TableName: table('orders.orders'),
    Key: toItem({ id }),
    ConditionExpression: all('#status = :fulfilled', undisputed, notWithdrawn, notBeingRefunded),
    ExpressionAttributeNames: { '#status': 'status', '#open': 'open' },
    ExpressionAttributeValues: toItem({ ':fulfilled': 'fulfilled', ':no': false, ':refund': 'refund' }),
  },
});

/**
 * Returns the write by which an order whose money is gone leaves its queue and forgets its claim, for the transaction that frees its
 * PINs, or burns those that were revealed. Refused unless the order is refunded, was revealed or not as it was read, and waits in
 * the queue of fulfilment.
 */
export const pinsClearedWrite = ({ id, revealed }: Order, ports: Pick<Ports, 'table'>): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'REMOVE capturing, #open, checkAt',
      ConditionExpression: all(isRefunded, isInQueue, revealed ? wasRevealed : notRevealed),
      ExpressionAttributeNames: { '#status': 'status', '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':refunded': 'refunded', ':queue': 'fulfilment' }),
    },
    ports,
  );
