import { Unavailable } from '../../kit/http/problem.ts';
import type { Ports } from '../../kit/ports.ts';
import { prompt, retry } from '../../kit/store/retry.ts';
import { apply } from '../../kit/store/write.ts';
import { sameMoney } from '../../kit/value/money.ts';
import { isRefusal, refuse, type Refusal } from '../../kit/value/result.ts';
import { getOrder, refundRequestWrite, type Order, type RefundRequest } from '../../orders/public.ts';

type Wanted = Omit<RefundRequest, 'at'>;

const rounds = 6;

/** Whether a request came before with the same wish. */
const isSame = (order: Order, { id, amount, reason }: Wanted): boolean => {
  const there = order.refunds?.[id];
  if (!there || there.reason !== reason) return false;
  return amount ? !there.whole && sameMoney(there.amount, amount) : there.whole === true;
};

/**
 * Requests a refund, whose id tells a repeated request. Returns the order as it is then, or why nothing is refunded. Whatever the
 * order's money does meanwhile, what is promised never passes what was captured.
 */
export const requestRefund = async (
  order: Order,
  wanted: Wanted,
  ports: Ports,
): Promise<Order | Refusal<'idempotency-conflict' | 'disputed' | 'nothing-to-refund' | 'refund-exceeds'>> => {
  let now: Order | undefined = order;
  for (let round = 0; round < rounds && now; round += 1) {
    if (now.refunds?.[wanted.id]) return isSame(now, wanted) ? now : refuse('idempotency-conflict');
    if (now.disputed) return refuse('disputed');
    const onlyIf = { condition: 'disputed = :undisputed', values: { ':undisputed': false } };
    const change = refundRequestWrite(now, { ...wanted, at: ports.now(), onlyIf }, ports);
    if (isRefusal(change))
      return change.refused === 'refund-there' ? refuse('idempotency-conflict') : refuse(change.refused);
    if ((await apply(change.write, ports, prompt)).applied) return change.order;
    now = await retry(() => getOrder(order.id, ports), ports, prompt);
  }
  throw new Unavailable('the money of an order kept changing');
};
