import {
  applied,
  claimCapture,
  failAttempt,
  moveOrder,
  returnClaim,
  takesPayment,
  type Order,
  type Status,
} from '../checkout/public.ts';
import { holdPins } from '../fulfilment/public.ts';
import { Unavailable } from '../kit/problem.ts';
import { capturePayment, type Payment } from './paypal-orders.ts';
import type { SettlePorts } from './settle.ts';
import { voidOrder } from './void-order.ts';

/** What a step learned of the payment: its state, that PayPal does not find it (404), or nothing, and then it is read again. */
export type Learned = Payment | 'gone' | undefined;
type Take = (order: Order, payment: Payment, ports: SettlePorts) => Promise<Learned>;

const move = async (
  order: Order,
  to: Status,
  ports: SettlePorts,
  extra: { set?: Record<string, string>; checkIn?: number } = {},
) => {
  await applied(moveOrder({ id: order.id, to, at: ports.now(), ...extra }, ports), ports);
};

const hours = 60 * 60;

/** Hold, claim, capture, in this order: without stock nothing is captured, and one PayPal order alone is. */
const capture: Take = async (order, payment, ports) => {
  const hold = await holdPins(order.id, order.lines, ports, takesPayment(order.id, ports));
  if (hold === 'closed') return undefined;
  if (hold === 'out-of-stock') {
    await voidOrder(order, 'out-of-stock', ports);
    return undefined;
  }
  if (!(await claimCapture(order.id, payment.id, order.captureTry, ports))) return undefined;
  const outcome = await capturePayment(ports.paypal, payment.id, order.captureTry);
  if ('refused' in outcome) return refused(order, payment, outcome.refused, ports);
  // What is compared now comes out of this very answer, not out of the read before it.
  return outcome.capture && outcome;
};

const readAgain = new Set(['ORDER_ALREADY_CAPTURED', 'ORDER_CAPTURE_IN_PROGRESS']);

const refused = async (order: Order, payment: Payment, issue: string, ports: SettlePorts): Promise<Learned> => {
  ports.log.warn('capture refused', { outcome: issue });
  if (readAgain.has(issue)) return undefined;
  // The capture may have been made all the same: nothing is given back.
  if (issue === 'RESOURCE_NOT_FOUND') return 'gone';
  await returnClaim(order.id, payment.id, order.captureTry, ports);
  return { ...payment, status: 'PAYER_ACTION_REQUIRED' };
};

/** A capture that we did not begin has no PINs held yet; if there are none, the money is quarantined. */
const pay: Take = async (order, payment, ports) => {
  if (order.capturing !== payment.id) {
    const hold = await holdPins(order.id, order.lines, ports, takesPayment(order.id, ports));
    if (hold === 'closed') return undefined;
    if (hold === 'out-of-stock') return quarantine(order, payment, ports);
  }
  await move(order, 'paid', ports, { set: { capture: captureId(payment), paypalOrder: payment.id } });
  return payment;
};

const quarantine: Take = async (order, payment, ports) => {
  ports.log.error('payment quarantined', { outcome: 'quarantined' });
  await move(order, 'quarantined', ports, { set: { capture: captureId(payment), paypalOrder: payment.id } });
  return payment;
};

const captureId = (payment: Payment): string => {
  if (!payment.capture) throw new Unavailable('the capture is not there yet');
  return payment.capture.id;
};

const attemptNumber = (order: Order, payment: Payment): number =>
  Number(Object.entries(order.attempts).find(([, attempt]) => attempt.paypalOrder === payment.id)?.[0] ?? 0);

/** The claim ends with the capture, also when the attempt was never stored or has ended already. */
const failThisAttempt: Take = async (order, payment, ports) => {
  const failed = await failAttempt(order.id, attemptNumber(order, payment), payment.id, ports);
  if (!failed) await returnClaim(order.id, payment.id, order.captureTry, ports);
  return { ...payment, status: 'FAILED', capture: undefined };
};

/** What each step does. */
export const steps = {
  approve: async (order, payment, ports) => {
    await move(order, 'approved', ports);
    return payment;
  },
  capture,
  pay,
  quarantine,
  'hold-pending': async (order, payment, ports) => {
    await move(order, 'pending', ports, {
      checkIn: 6 * hours,
      set: { capture: captureId(payment), paypalOrder: payment.id },
    });
    return payment;
  },
  'fail-attempt': failThisAttempt,
  void: async (order, payment, ports) => {
    await voidOrder(order, 'refused', ports, payment.id);
    return undefined;
  },
} satisfies Record<string, Take>;
