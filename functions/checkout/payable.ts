import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { createPayment, type PayPalCall } from '../paypal/public.ts';
import {
  isPayable,
  liveAttempt,
  type Order,
  type Status,
  skipAttempt,
  getOrder,
  storeAttempt,
} from '../orders/public.ts';

/** What the route of checkout gets. */
export type CheckoutPorts = Ports & { secrets: Secrets; keys: KeyWrapper; paypal: PayPalCall };

const begin = async (order: Order, ports: Ports & { paypal: PayPalCall }) => {
  const { origin } = ports.settings;
  const request = {
    order: order.id,
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
  const stored = await storeAttempt(order.id, order.attempt, { ...payment, at: ports.now().toISOString() }, ports);
  if (stored) return { status: order.status, approveUrl: payment.approveUrl };
  const now = await getOrder(order.id, ports);
  return { status: now?.status ?? order.status, approveUrl: now && liveAttempt(now)?.approveUrl };
};

/**
 * Returns where the buyer can pay for an order: the attempt that is there, or a new one that is stored before its address
 * goes out. Null when there is nothing left to pay, as for an order that ended meanwhile. A cancelled approval can be
 * taken up again at the same address.
 */
export const payable = async (
  order: Order,
  ports: Ports & { paypal: PayPalCall },
): Promise<{ status: Status; approveUrl: string | null }> => {
  const { status } = order;
  const live = liveAttempt(order)?.approveUrl;
  if (live || !isPayable(order)) return { status, approveUrl: live ?? null };
  const begun = await begin(order, ports);
  return { status: begun.status, approveUrl: begun.approveUrl ?? null };
};
