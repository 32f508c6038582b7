import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { errorFields } from '../kit/log.ts';
import type { Wake } from '../kit/work/wake.ts';
import { createPayment, type Paying, type PayPalCall } from '../paypal/public.ts';
import {
  isPayable,
  liveAttempt,
  type Attempt,
  type Order,
  type Status,
  skipAttempt,
  getOrder,
  storeAttempt,
} from '../orders/public.ts';

/** What the route of checkout gets. */
export type CheckoutPorts = Ports & { secrets: Secrets; keys: KeyWrapper; paypal: PayPalCall; wake: Wake };

/** A saved method pays the first payment of an order; where that failed the buyer goes to PayPal. */
const payingOf = ({ method, saving, attempts }: Order): Paying => {
  if (method !== undefined && Object.keys(attempts).length === 0) return 'saved';
  return saving === undefined ? 'buyer' : 'saving';
};

const begin = async (order: Order, ports: Ports & { paypal: PayPalCall }) => {
  const { origin } = ports.settings;
  const request = {
    order: order.id,
    paying: payingOf(order),
    total: order.total,
    lines: order.lines,
    returnUrl: `${origin}/checkout/return/${order.id}`,
    cancelUrl: `${origin}/checkout/cancel/${order.id}`,
  };
  const payment = await createPayment(ports.paypal, request, order.attempt);
  if ('refused' in payment) {
    ports.log.error('PayPal refused an order', { outcome: payment.refused });
    await skipAttempt(order.id, order.attempt, ports);
    throw new Unavailable('PayPal refused to create the order');
  }
  const method = request.paying === 'saved' ? { method: order.method } : {};
  const attempt: Attempt = { ...payment, ...method, at: ports.now().toISOString() };
  const stored = await storeAttempt(order.id, order.attempt, attempt, ports);
  if (stored) return { status: order.status, attempt };
  const now = await getOrder(order.id, ports);
  return { status: now?.status ?? order.status, attempt: now && liveAttempt(now) };
};

/** Has the order charged now; the sweeper sees to it that it is. */
const charge = async (order: string, ports: Pick<CheckoutPorts, 'wake' | 'log'>): Promise<void> => {
  try {
    await ports.wake('payments.charge', { order });
  } catch (error) {
    ports.log.warn('left to the sweeper', errorFields(error));
  }
};

/**
 * Returns where the buyer can pay for an order: the attempt that is there, or a new one that is stored before its address
 * goes out. Null when there is nothing left to pay, as for an order that ended meanwhile. A cancelled approval can be
 * taken up again at the same address. Null also for one that a saved method pays: it is charged without the buyer.
 */
export const payable = async (
  order: Order,
  ports: Ports & Pick<CheckoutPorts, 'paypal' | 'wake'>,
): Promise<{ status: Status; approveUrl: string | null }> => {
  const live = liveAttempt(order);
  const { status, attempt } =
    live || !isPayable(order) ? { status: order.status, attempt: live } : await begin(order, ports);
  if (attempt?.method !== undefined) await charge(order.id, ports);
  return { status, approveUrl: attempt?.approveUrl ?? null };
};
