import { newEvent } from './events.ts';
import { resourceId } from './ids.ts';
import { fromMinor, spoken, toMinor } from './money.ts';
import type { Money } from './paypal-types.ts';
import { found, type Outcome } from './outcomes.ts';
import { timeOf, type Request, type StandIn } from './stand-in.ts';
import type { CaptureRow, EventRow, OrderRow, Row } from './state.ts';
import { withWrongFacts } from './wrong-facts.ts';

/** GET /v2/payments/captures/{id}. */
export const readCapture = (paypal: StandIn, { id }: Request): Outcome =>
  found(paypal, paypal.state.row('capture', id), captureView);

/** Returns a new capture of an order, as the faults let it turn out. */
export const newCapture = (paypal: StandIn, order: OrderRow): CaptureRow => {
  const { pendingCapture, denyCapture, declineCapture } = paypal.faults.set;
  const { amount, payee, custom_id, invoice_id } = withWrongFacts(paypal, 'capture', order.unit);
  const { currency_code, value } = amount;
  const [create_time, update_time] = [timeOf(paypal), timeOf(paypal)];
  const common = { kind: 'capture', id: resourceId(), orderId: order.id, create_time, update_time } as const;
  const status = declineCapture ? 'DECLINED' : pendingCapture || denyCapture ? 'PENDING' : 'COMPLETED';
  return { ...common, status, amount: { currency_code, value }, payee, custom_id, invoice_id, refunds: [] };
};

/** Returns a capture as the Payments API and webhooks show it: with its order's id and its payee. */
export const captureView = (paypal: StandIn, capture: CaptureRow): Record<string, unknown> => {
  const supplementary_data = { related_ids: { order_id: capture.orderId } };
  return { ...captureInOrder(paypal, capture), payee: capture.payee, supplementary_data };
};

/** Returns a capture as `purchase_units[].payments.captures[]` of an order has it. */
export const captureInOrder = ({ url, faults }: StandIn, capture: CaptureRow): Record<string, unknown> => {
  const { id, amount, custom_id, invoice_id, create_time, update_time } = capture;
  const status: string = faults.set.captureStatus ?? capture.status;
  const self = `${url}/v2/payments/captures/${id}`;
  return {
    id,
    status,
    status_details: status === 'PENDING' ? { reason: 'PENDING_REVIEW' } : undefined,
    amount,
    final_capture: true,
    custom_id,
    invoice_id,
    seller_protection: { status: 'ELIGIBLE', dispute_categories: ['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'] },
    seller_receivable_breakdown: status === 'PENDING' || status === 'DECLINED' ? undefined : receivable(amount),
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/refund`, rel: 'refund', method: 'POST' },
      { href: `${url}/v2/checkout/orders/${capture.orderId}`, rel: 'up', method: 'GET' },
    ],
    create_time,
    update_time,
  };
};

/** Returns the rows that change when PayPal has reviewed a capture. */
export const reviewed = (paypal: StandIn, capture: CaptureRow): Row[] => {
  const status = paypal.faults.set.denyCapture ? 'DECLINED' : 'COMPLETED';
  const settled: CaptureRow = { ...capture, status, update_time: timeOf(paypal) };
  return [settled, captureEvent(paypal, settled, 'DENIED')];
};

/** Returns the event of a capture's status; PayPal says DECLINED of one refused at once, and DENIED after a review. */
export const captureEvent = (paypal: StandIn, capture: CaptureRow, refused: string = 'DECLINED'): EventRow => {
  const { status, amount } = capture;
  const state = status === 'DECLINED' ? refused : status === 'PENDING' ? status : 'COMPLETED';
  const summary = `Payment ${state.toLowerCase()} for ${spoken(amount)}`;
  const resource = captureView(paypal, capture);
  return newEvent(paypal, capture.orderId, `PAYMENT.CAPTURE.${state}`, { resource_type: 'capture', summary, resource });
};

/** PayPal's fee on a payment: 3.49 % and a fixed 49 minor units, and never more than was paid. */
export const feeOn = (gross: Money): bigint => {
  const minor = toMinor(gross);
  const computed = variableFee(minor) + 49n;
  return computed > minor ? minor : computed;
};

/** Returns the part of the fee that goes by the amount, in minor units. */
export const variableFee = (minor: bigint): bigint => (minor * 349n) / 10_000n;

/** What is left to the seller. */
const receivable = (gross: Money): Record<string, Money> => {
  const minor = toMinor(gross);
  const fee = feeOn(gross);
  const money = (value: bigint) => fromMinor(value, gross.currency_code);
  return { gross_amount: gross, paypal_fee: money(fee), net_amount: money(minor - fee) };
};
