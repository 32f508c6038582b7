import { captureView } from './capture-view.ts';
import { timeOf, type Desk } from './desk.ts';
import { captureEvent } from './events.ts';
import { falsified } from './falsify.ts';
import { wrongFacts } from './faults.ts';
import { resourceId } from './ids.ts';
import { liveOrder, type Prefer } from './orders.ts';
import { capturedOrder, orderView } from './order-view.ts';
import { refuse, type Outcome } from './refusals.ts';
import type { CaptureRow, OrderRow, Row } from './rows.ts';
import type { CaptureStatus, PurchaseUnit } from './wire.ts';

/**
 * POST /v2/checkout/orders/{id}/capture: 201 with an order that is COMPLETED, whatever became of its captures, or
 * PayPal's refusal. An order is captured once, and an invoice id is paid once.
 */
export const captureOrder = (desk: Desk, id: string, prefer: Prefer): Outcome => {
  const order = liveOrder(desk, id);
  if (order === undefined) return refuse('INVALID_RESOURCE_ID');
  if (order.status === 'COMPLETED') return refuse('ORDER_ALREADY_CAPTURED');
  if (order.status !== 'APPROVED') return refuse('ORDER_NOT_APPROVED');
  const invoices = new Set(order.units.map((unit) => unit.invoice_id));
  if (desk.state.rows('capture').some((row) => paid(row) && invoices.has(row.invoiceId))) {
    return refuse('DUPLICATE_INVOICE_ID');
  }
  const times = desk.faults.set.captureTwice === true ? [1, 2] : [1];
  const captures = order.units.flatMap((unit) => times.map(() => newCapture(desk, order, unit)));
  const done: OrderRow = {
    ...order,
    status: 'COMPLETED',
    updatedAt: timeOf(desk.ports),
    captures: captures.map((capture) => capture.id),
  };
  const view = prefer === 'minimal' ? capturedOrder(desk, done, captures) : orderView(desk, done, captures);
  const body = desk.faults.set.sparseCapture === true ? sparse(view) : view;
  return { status: 201, body, rows: [done, ...captures, ...captures.map((capture) => captureEvent(desk, capture))] };
};

/** GET /v2/payments/captures/{id}. */
export const readCapture = (desk: Desk, id: string): Outcome => {
  const capture = desk.faults.take('hideCapture') ? undefined : desk.state.row('capture', id);
  return capture === undefined ? refuse('INVALID_RESOURCE_ID') : { status: 200, body: captureView(desk, capture) };
};

/** What becomes of captures that PayPal still reviews, once no fault keeps them pending: the rows that change. */
export const reviewedCaptures = (desk: Desk): Row[] => {
  const { pendingCapture, denyCapture } = desk.faults.set;
  if (pendingCapture === true && denyCapture !== true) return [];
  const status = denyCapture === true ? 'DECLINED' : 'COMPLETED';
  return desk.state.open('capture').flatMap((capture) => {
    const settled: CaptureRow = { ...capture, status, updatedAt: timeOf(desk.ports) };
    return [settled, captureEvent(desk, settled, 'after review')];
  });
};

/** An answer to a capture call without what the shop compares, as PayPal's specification allows it. */
const sparse = (order: Record<string, unknown>): Record<string, unknown> => {
  const units = order['purchase_units'] as Record<string, unknown>[];
  return {
    ...order,
    purchase_units: units.map(({ payee: _payee, payments, ...unit }) => {
      const { captures } = payments as { captures: Record<string, unknown>[] };
      const less = captures.map(({ amount: _amount, custom_id: _customId, ...capture }) => capture);
      return { ...unit, payments: { captures: less } };
    }),
  };
};

const paid = (capture: CaptureRow): boolean => {
  return capture.status !== 'DECLINED' && capture.invoiceId !== undefined;
};

const newCapture = (desk: Desk, order: OrderRow, unit: PurchaseUnit): CaptureRow => {
  const { amount, payee, custom_id: customId } = falsified(unit, wrongFacts(desk.faults.set, 'capture'));
  const now = timeOf(desk.ports);
  return {
    kind: 'capture',
    id: resourceId(desk.ports.random),
    orderId: order.id,
    reference: unit.reference_id,
    status: captureStatus(desk),
    amount: { currency_code: amount.currency_code, value: amount.value },
    payee,
    customId,
    invoiceId: unit.invoice_id,
    createdAt: now,
    updatedAt: now,
    refunds: [],
  };
};

const captureStatus = (desk: Desk): CaptureStatus => {
  const { pendingCapture, denyCapture, declineCapture } = desk.faults.set;
  if (declineCapture === true) return 'DECLINED';
  return pendingCapture === true || denyCapture === true ? 'PENDING' : 'COMPLETED';
};
