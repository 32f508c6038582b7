import { toItem } from '../kit/store/client.ts';
import { all } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';
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
