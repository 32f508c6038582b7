import { getOrder, type Order, findOrder, clearMissing } from '../../orders/public.ts';
import { Unavailable } from '../../kit/http/problem.ts';
import { endsByReversal, nextStep, saysNothingNew, type Hint, type Step } from '../domain/next-step.ts';
import { missing } from './missing-payment.ts';
import { factsOf, payeeOf } from './order-facts.ts';
import { park } from './park.ts';
import { completed, PayPalSecret, readPayment, type Payment } from '../../paypal/public.ts';
import type { SettlePorts } from './ports.ts';
import type { Learned } from './learned.ts';
import { steps } from './steps.ts';

/**
 * How settling ended: `unknown` when our record names no order of that payment (yet), `gone` when PayPal does not find
 * the payment, `parked` when a person has to look, `fulfilled` when this call delivered.
 */
export type Settled = 'done' | 'wait' | 'mismatch' | 'late' | 'unknown' | 'gone' | 'parked' | 'fulfilled';

/** PayPal took the buyer's approval back before it was captured. */
const approvalReversed = 'CHECKOUT.PAYMENT-APPROVAL.REVERSED';

const ends = new Set<Step>(['done', 'wait', 'mismatch']);

/** What PayPal says of a payment; how the matter ends for now when it does not find it. */
const look = async (
  order: Order,
  paypalOrder: string,
  learned: Learned['payment'],
  ports: SettlePorts,
  isReversed: boolean,
) => {
  if (typeof learned === 'object' || learned === 'parked') return learned;
  const payment = learned === 'gone' ? undefined : await readPayment(ports.paypal, paypalOrder);
  if (payment && order.missing?.[paypalOrder]) await clearMissing(order, paypalOrder, ports);
  return payment ?? missing(order, paypalOrder, ports, { repeated: learned === 'gone', isReversed });
};

const decide = async (
  order: Order,
  seen: Payment,
  isReversed: boolean,
  ports: SettlePorts,
): Promise<[Step, Payment]> => {
  const { merchantId } = await ports.secrets('paypal', PayPalSecret);
  const facts = factsOf(order);
  const payee = merchantId ?? payeeOf(order, seen.id);
  const now = ports.now().getTime();
  const first = nextStep(facts, seen, payee, now);
  if (first === 'wait' && isReversed && endsByReversal(facts, seen)) return ['void-reversed', seen];
  if (first !== 'quarantine') return [first, seen];
  const payment = await completed(ports.paypal, seen);
  return [nextStep(facts, payment, payee, now), payment];
};

const delivered = (before: Order, now: Order) => before.status !== 'fulfilled' && now.status === 'fulfilled';

/**
 * Brings an order to where its payment is. Webhook, sweeper and whoever else knows of a payment call this one function:
 * it finds the order in our own record, reads both sides, takes one step that a conditional write decides, and reads
 * again what that step does not tell, until nothing is left to do. PayPal is asked only about what our record names. Safe to run twice, at once, and
 * to lose half-way.
 */
export const settle = async (paypalOrder: string | undefined, base: SettlePorts, hint: Hint = {}): Promise<Settled> => {
  const ports = { ...base, run: base.newId() };
  const found = await findOrder(paypalOrder, hint, ports);
  if (!found) return 'unknown';
  if (saysNothingNew(factsOf(found.order), found.paypalOrder, hint)) return 'done';
  let order: Order | undefined = found.order;
  const isReversed = hint.type === approvalReversed;
  let learned: Learned = {};
  for (let round = 0; round < 12 && order; round += 1) {
    const seen = await look(order, found.paypalOrder, learned.payment, ports, isReversed);
    if (seen === 'gone' || seen === 'parked') return seen;
    if (seen === 'repeat') learned = await steps.capture(order, { id: found.paypalOrder, status: 'APPROVED' }, ports);
    else {
      const [step, payment]: [Step, Payment] = await decide(order, seen, isReversed, ports);
      if (step === 'mismatch') ports.log.error('payment does not fit its order', { outcome: step });
      if (step === 'park') return park(order, 'unknown-capture-status', ports);
      if (step === 'done' && delivered(found.order, order)) return 'fulfilled';
      if (ends.has(step)) return step as Settled;
      learned = await steps[step as keyof typeof steps](order, payment, ports);
      if (step === 'late') return step;
    }
    order = learned.order ?? (await getOrder(order.id, ports));
  }
  throw new Unavailable('an order did not settle in time');
};
