import { toItem } from '../kit/store/client.ts';
import { all, any } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { changeWrite } from './store.ts';

const isFulfilled = '#status = :fulfilled';
const undisputed = 'disputed = :no';
const nothingRefunded = 'refunded.amount = :nothing';
const nothingChargedBack = any('attribute_not_exists(chargedBack)', 'chargedBack.amount = :nothing');
/** A refund that is under way keeps the order in a queue of its own. */
const notBeingRefunded = any('attribute_not_exists(#open)', '#open <> :refund');
const notWithdrawn = 'attribute_not_exists(withdrawal)';
const notRevealed = 'attribute_not_exists(revealed)';
const waitIsOver = any('attribute_not_exists(revealFrom)', 'revealFrom <= :at');

/**
 * Returns the write by which a buyer agrees to a text (its hash) and the PINs of an order may be shown, for the transaction that
 * puts out the letter about it. Refused unless the order is fulfilled, undisputed, not withdrawn from, nothing of it is
 * charged back, refunded or being refunded, and the time from which it may be revealed has come; and the second time.
 */
export const revealWrite = (id: string, text: string, at: Date, ports: Pick<Ports, 'table'>): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'SET revealed = :revealed',
      ConditionExpression: all(
        isFulfilled,
        undisputed,
        nothingRefunded,
        nothingChargedBack,
        notBeingRefunded,
        notWithdrawn,
        notRevealed,
        waitIsOver,
      ),
      ExpressionAttributeNames: { '#status': 'status', '#open': 'open' },
      ExpressionAttributeValues: toItem({
        ':revealed': { at: at.toISOString(), text },
        ':fulfilled': 'fulfilled',
        ':no': false,
        ':nothing': 0,
        ':refund': 'refund',
        ':at': at.toISOString(),
      }),
    },
    ports,
  );
