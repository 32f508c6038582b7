import { getOrder, totalOf, type Order } from '../checkout/public.ts';
import type { Ports } from '../kit/ports.ts';
import { Unavailable } from '../kit/problem.ts';
import type { Secrets } from '../kit/secrets.ts';
import { nextStep, type Step } from './decide.ts';
import { PayPalSecret, type AskPayPal } from './paypal-client.ts';
import { readPayment, type Payment } from './paypal-orders.ts';
import { steps } from './steps.ts';

export type SettlePorts = Ports & { secrets: Secrets; paypal: AskPayPal };

/** How settling ended: `unknown` when no order of ours is behind the payment, `gone` when PayPal does not know it. */
export type Settled = 'done' | 'wait' | 'mismatch' | 'late' | 'unknown' | 'gone';

const ends = new Set<Step>(['done', 'wait', 'mismatch', 'late']);

const factsOf = (order: Order) => ({
  id: order.id,
  status: order.status,
  total: totalOf(order),
  capturing: order.capturing,
  capture: order.capture,
});

const payeeOf = (order: Order, paypalOrder: string): string | undefined =>
  Object.values(order.attempts).find((attempt) => attempt.paypalOrder === paypalOrder)?.payee;

/**
 * Brings an order to where its payment is. Webhook, sweeper and whoever else knows of a payment call this one function:
 * it reads both sides, takes one step that a conditional write decides, and reads again, until nothing is left to do.
 * Safe to run twice, at once, and to lose half-way.
 */
export const settle = async (paypalOrder: string, ports: SettlePorts): Promise<Settled> => {
  const { merchantId } = await ports.secrets('paypal', PayPalSecret);
  let known: Payment | undefined;
  for (let round = 0; round < 12; round += 1) {
    const payment: Payment | undefined = known ?? (await readPayment(ports.paypal, paypalOrder));
    known = undefined;
    if (!payment) return 'gone';
    const order = payment.customId === undefined ? undefined : await getOrder(payment.customId, ports);
    if (!order) return 'unknown';
    const step = nextStep(factsOf(order), payment, merchantId ?? payeeOf(order, payment.id));
    if (step === 'mismatch' || step === 'late') ports.log.error('payment does not fit its order', { outcome: step });
    if (ends.has(step)) return step as Settled;
    known = await steps[step as keyof typeof steps](order, payment, ports);
  }
  throw new Unavailable('an order did not settle in time');
};
