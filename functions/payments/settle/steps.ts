import { forgetMethod, referenceOf } from '../../accounts/public.ts';
import { attemptOf, failAttempt, moveWrite, quarantineWrite, type Order } from '../../orders/public.ts';
import { deliver, giveBackClaim, holdAndClaim, voidOrder } from '../../fulfilment/public.ts';
import { letterWrite } from '../../mail/public.ts';
import { apply } from '../../kit/store/write.ts';
import { Unavailable } from '../../kit/http/problem.ts';
import { capturePayment, type Payment } from '../../paypal/public.ts';
import { earlierPayment } from './earlier-payment.ts';
import { keepMethodSoon } from './keep-method.ts';
import { late, learn, reverse } from './money-steps.ts';
import type { SettlePorts } from './ports.ts';
import type { Learned, Take } from './learned.ts';

const captureId = (payment: Payment): string => {
  if (!payment.capture) throw new Unavailable('the capture is not there yet');
  return payment.capture.id;
};

/** What the order keeps of its capture: where it is, and PayPal's words on protection and payer, which disputes hang on. */
const factsOfCapture = (payment: Payment) => ({
  paypalOrder: payment.id,
  capture: captureId(payment),
  ...(payment.capture?.protection && { protection: payment.capture.protection }),
  ...(payment.payer && { payer: payment.payer }),
});

/** The order as `holdAndClaim` leaves it. Whatever is written next has a condition of its own. */
const asClaimed = (order: Order, paypalOrder: string): Order => ({
  ...order,
  status: 'approved',
  capturing: paypalOrder,
  paypalOrder,
});

/** A saved method that was removed meanwhile pays nothing: PayPal is not asked. */
const captureBy = async (order: Order, paypalOrder: string, ports: SettlePorts) => {
  const method = attemptOf(order, paypalOrder)?.method;
  if (method === undefined) return capturePayment(ports.paypal, paypalOrder, order.captureTry);
  const saved = await referenceOf(method, ports);
  if (saved !== undefined) return capturePayment(ports.paypal, paypalOrder, order.captureTry, saved);
  // Until the lease is over that was there before, a run that read the method before its removal may be capturing.
  const mayCaptureStill = order.capturing !== undefined && (order.claimUntil ?? 0) > ports.now().getTime();
  if (mayCaptureStill) throw new Unavailable('a capture may be under way');
  return { refused: 'METHOD_REMOVED' };
};

/** Hold and claim, then capture: without stock nothing is captured, and one PayPal order alone is. */
const capture: Take = async (order, payment, ports) => {
  const hold = await holdAndClaim(order, payment.id, ports);
  if (hold === 'lost') return {};
  if (hold === 'out-of-stock') {
    await voidOrder(order, 'out-of-stock', ports, { tell: true });
    return {};
  }
  const outcome = await captureBy(order, payment.id, ports);
  if ('refused' in outcome) return refused(order, payment, outcome.refused, ports);
  // What is compared now comes out of this very response, not out of the read before it.
  return outcome.capture ? { payment: outcome, order: asClaimed(order, payment.id) } : {};
};

const readAgain = new Set(['ORDER_ALREADY_CAPTURED', 'ORDER_CAPTURE_IN_PROGRESS']);

const refused = async (order: Order, payment: Payment, issue: string, ports: SettlePorts): Promise<Learned> => {
  ports.log.warn('capture refused', { outcome: issue });
  if (readAgain.has(issue)) return {};
  // The capture may have been made all the same: nothing is given back.
  if (issue === 'RESOURCE_NOT_FOUND') return { payment: 'gone' };
  if (issue === 'DUPLICATE_INVOICE_ID') return earlierPayment(asClaimed(order, payment.id), payment.id, ports);
  if (issue === 'INSTRUMENT_DECLINED') await tellDeclined(order, attemptNumber(order, payment), ports);
  const method = attemptOf(order, payment.id)?.method;
  // Whoever pays with a saved method is at no page of PayPal's: the next attempt leads there.
  await giveBackClaim(
    order,
    payment.id,
    ports,
    method === undefined ? {} : { failAttempt: attemptNumber(order, payment) },
  );
  if (method !== undefined) await forgetMethod(method, ports);
  return { payment: { ...payment, status: 'PAYER_ACTION_REQUIRED' } };
};

/** A capture that was begun elsewhere has no PINs yet: `then` is done once they are held; if there are none, the money is quarantined. */
const onceHeld =
  (then: Take): Take =>
  async (order, payment, ports) => {
    if (order.capturing !== undefined) return then(order, payment, ports);
    const hold = await holdAndClaim(order, payment.id, ports);
    if (hold === 'out-of-stock') return quarantine(order, payment, ports);
    return hold === 'claimed' ? { payment } : {};
  };

const pay = onceHeld(async (order, payment, ports) => {
  const paid = factsOfCapture(payment);
  const outcome = await deliver(order, paid, ports);
  if (outcome !== 'lost') await keepMethodSoon(order, payment, ports);
  return { payment, ...(outcome === 'fulfilled' && { order: { ...order, ...paid, status: outcome } }) };
});

const holdPending = onceHeld(async (order, payment, ports) => {
  const set = factsOfCapture(payment);
  await apply(moveWrite({ id: order.id, from: order.status, to: 'pending', at: ports.now(), set }, ports), ports);
  return { payment };
});

/** The order keeps what does not fit as its capture, and all of it is to go back. */
const quarantine: Take = async (order, payment, ports) => {
  const misfit = {
    id: `refund-${ports.newId()}`,
    paypalOrder: payment.id,
    capture: captureId(payment),
    amount: payment.capture?.amount,
    at: ports.now(),
  };
  const { applied } = await apply(quarantineWrite(order, misfit, ports), ports);
  if (applied) ports.log.error('payment quarantined', { outcome: misfit.amount ? 'quarantined' : 'amount-unknown' });
  return { payment };
};

const attemptNumber = (order: Order, payment: Payment): number =>
  Number(Object.entries(order.attempts).find(([, attempt]) => attempt.paypalOrder === payment.id)?.[0] ?? 0);

/** Who approved a payment and may close the page hears that it was declined, once for each attempt. */
const tellDeclined = async (order: Order, attempt: number, ports: SettlePorts): Promise<void> => {
  const letter = {
    id: `declined:${order.id}:${attempt}`,
    class: 'transactional',
    template: 'payment-declined',
    to: order.buyer,
    data: { order: order.id, placedAt: order.placedAt },
    at: ports.now(),
  } as const;
  await apply(letterWrite(letter, ports), ports);
};

/** The claim ends with the capture, also when the attempt was never stored or has ended already. */
const failThisAttempt: Take = async (order, payment, ports) => {
  const n = attemptNumber(order, payment);
  await tellDeclined(order, n, ports);
  if (order.capturing === payment.id) await giveBackClaim(order, payment.id, ports, { failAttempt: n });
  else await failAttempt(order.id, n, payment.id, ports);
  return { payment: { ...payment, status: 'FAILED', capture: undefined } };
};

/** Who approved a payment hears that nothing came of it; who never did is left alone. */
const approvedOnce = (order: Order, payment: Payment): boolean =>
  payment.status === 'APPROVED' || payment.capture !== undefined || order.status !== 'created';

/** What each step does. */
export const steps = {
  capture,
  pay,
  quarantine,
  late,
  reverse,
  learn,
  'hold-pending': holdPending,
  'fail-attempt': failThisAttempt,
  void: async (order, payment, ports) => {
    const tell = approvedOnce(order, payment);
    await voidOrder(order, 'refused', ports, { tell, disproven: payment.id });
    return {};
  },
  'void-reversed': async (order, payment, ports) => {
    await voidOrder(order, 'reversed', ports, { tell: true, disproven: payment.id });
    return {};
  },
} satisfies Record<string, Take>;
