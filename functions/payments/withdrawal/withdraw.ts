import { Unavailable } from '../../kit/http/problem.ts';
import type { Ports } from '../../kit/ports.ts';
import { prompt, retry } from '../../kit/store/retry.ts';
import { transact, type Write } from '../../kit/store/write.ts';
import { isRefusal, refuse, type Refusal } from '../../kit/value/result.ts';
import { letterWrite } from '../../mail/public.ts';
import type { Money } from '../../kit/value/money.ts';
import { getOrder, refundable, withdrawalAskedWrite, withdrawalWrite, type Order } from '../../orders/public.ts';
import { withdrawalRefusal, type WithdrawalRefusal } from '../domain/withdrawal.ts';

/** How often an order is read anew whose money changed meanwhile. */
const rounds = 3;

const letter = (order: Order, at: Date, amount: Money | undefined, ports: Pick<Ports, 'table'>): Write =>
  letterWrite(
    {
      id: `withdrawn:${order.id}`,
      class: 'transactional',
      template: 'withdrawn',
      to: order.buyer,
      data: { order: order.id, placedAt: order.placedAt, at: at.toISOString(), amount },
      at,
    },
    ports,
  );

/** One try: the order as it is then, why it is refused, or undefined when it changed meanwhile. */
const tryToWithdraw = async (order: Order, ports: Ports): Promise<Order | Refusal<WithdrawalRefusal> | undefined> => {
  const refused = withdrawalRefusal(order);
  if (refused) return refuse(refused);
  if (order.withdrawal) return order;
  const at = ports.now();
  const change = withdrawalWrite(order, { refund: `refund-${ports.newId()}`, at }, ports);
  if (isRefusal(change)) return refuse('refunded');
  return (await transact([change.write, letter(order, at, refundable(order), ports)], ports, prompt)).done
    ? change.order
    : undefined;
};

/**
 * Withdraws from an order before its reveal. One transaction: the order is marked, which refuses every reveal from then on, the
 * refund of what is left is requested under its id, and the letter that confirms it is put out; the refund's own worker calls
 * PayPal. Returns the order as it is then, or why it is refused. Safe to repeat and to run twice at once; throws Unavailable
 * when the order keeps changing.
 */
export const withdraw = async (order: Order, ports: Ports): Promise<Order | Refusal<WithdrawalRefusal>> => {
  let now: Order | undefined = order;
  for (let round = 0; round < rounds && now; round += 1) {
    const outcome = await tryToWithdraw(now, ports);
    if (outcome) return outcome;
    now = await retry(() => getOrder(order.id, ports), ports, prompt);
  }
  throw new Unavailable('an order changed while it was withdrawn from');
};

/**
 * Hands a withdrawal after a reveal to staff, whose confirmation never reached the buyer: the order is marked, the letter says so, a
 * person is called, once. Returns when it was handed over; undefined when the order changed meanwhile. Safe to repeat.
 */
export const handToStaff = async (order: Order, ports: Ports): Promise<string | undefined> => {
  if (order.withdrawalAsked !== undefined) return order.withdrawalAsked;
  const at = ports.now();
  const writes = [withdrawalAskedWrite(order.id, at, ports), letter(order, at, undefined, ports)];
  const { done } = await transact(writes, ports, prompt);
  if (done) ports.log.error('withdrawal for staff', { outcome: 'reveal-not-confirmed' });
  return done ? at.toISOString() : (await retry(() => getOrder(order.id, ports), ports, prompt))?.withdrawalAsked;
};
