import { toItem } from '../kit/store/client.ts';
import { all, asRead } from '../kit/store/condition.ts';
import type { Ports } from '../kit/ports.ts';
import type { Money } from '../kit/value/money.ts';
import type { Dispute, Order } from './domain.ts';
import type { MoneyChange } from './money-write.ts';
import { chargeBackWrite } from './refund-writes.ts';
import { changeWrite } from './store.ts';

/** A dispute as it is to be stored with its order; `taken` is what it has just cost, of one that is lost. */
type Change = { id: string; dispute: Dispute; taken?: Money | undefined; at: Date };

const isOpen = ({ state }: Dispute): boolean => state === 'open';

/**
 * Returns the write of a dispute beside an order: the order is disputed while one of its disputes is open, and what a lost
 * one took is charged back, in the same write, which is refused unless the order's disputes and its reveal are as they were
 * read. So one dispute is booked once.
 */
export const disputeWrite = (
  order: Order,
  { id, dispute, taken, at }: Change,
  ports: Pick<Ports, 'table'>,
): MoneyChange => {
  const disputes = { ...order.disputes, [id]: dispute };
  const set = { disputes, disputed: Object.values(disputes).some(isOpen) };
  const condition = all(
    asRead('disputes', ':disputesBefore', order.disputes),
    asRead('revealed', ':revealedBefore', order.revealed),
  );
  const values = { ':disputesBefore': order.disputes, ':revealedBefore': order.revealed };
  if (taken) return chargeBackWrite(order, { amount: taken, at, set, onlyIf: { condition, values } }, ports);
  const write = changeWrite(
    order.id,
    {
      UpdateExpression: 'SET disputes = :disputes, disputed = :disputed',
      ConditionExpression: all('attribute_exists(id)', condition),
      ExpressionAttributeValues: toItem({ ':disputes': disputes, ':disputed': set.disputed, ...values }),
    },
    ports,
  );
  return { write, order: { ...order, ...set }, excess: false };
};
