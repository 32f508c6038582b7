import { captureEvent, newCapture } from './captures.ts';
import { customerId, resourceId } from './ids.ts';
import { amountsRefusal } from './order-amounts.ts';
import { capturedOrder, minimalOrder, orderView } from './order-view.ts';
import type { CaptureRequest, OrderRequest } from './paypal-types.ts';
import { bodyRefusal, found, refuse, type Outcome } from './outcomes.ts';
import { timeOf, type Request, type StandIn } from './stand-in.ts';
import type { CaptureRow, OrderRow } from './state.ts';
import { liveToken, savedPayer } from './vault.ts';

/** POST /v2/checkout/orders: 201 with the new order, captured at once where its payer is saved, or PayPal's refusal. */
export const createOrder = (paypal: StandIn, { body = {}, whole, isRepeatable }: Request): Outcome => {
  const refusal = bodyRefusal('order', body);
  if (refusal !== undefined) return refusal;
  const request = body as OrderRequest;
  if (request.intent !== 'CAPTURE') return refuse('UNSUPPORTED_INTENT', { field: '/intent' });
  if (request.purchase_units.length > 1) return refuse('NOT_SUPPORTED', { field: '/purchase_units/1' });
  const wrong = amountsRefusal(request.purchase_units[0]);
  if (wrong !== undefined) return wrong;
  const order = newOrder(paypal, request);
  const tokenId = request.payment_source?.paypal?.vault_id;
  if (tokenId !== undefined) return paidBy(paypal, tokenId, order, { whole, isRepeatable });
  return { status: 201, body: whole ? orderView(paypal, order) : minimalOrder(paypal, order), rows: [order] };
};

/** GET /v2/checkout/orders/{id}: the order as it is now; 404 once it has lapsed. */
export const readOrder = (paypal: StandIn, { id }: Request): Outcome =>
  found(paypal, liveOrder(paypal, id), (_, order) => orderView(paypal, order));

/**
 * POST /v2/checkout/orders/{id}/capture: 201 with an order that is COMPLETED, whatever became of its captures, or
 * PayPal's refusal. An order is captured once, and an invoice id is paid once. One that nobody approved is paid by the saved payer
 * that the call names.
 */
export const captureOrder = (paypal: StandIn, { id, body = {}, whole, isRepeatable }: Request): Outcome => {
  const refusal = bodyRefusal('capture', body);
  const order = liveOrder(paypal, id);
  if (refusal !== undefined || order === undefined) return refusal ?? refuse('INVALID_RESOURCE_ID');
  if (order.status === 'COMPLETED') return refuse('ORDER_ALREADY_CAPTURED');
  const tokenId = (body as CaptureRequest).payment_source?.paypal?.vault_id;
  if (tokenId !== undefined) return paidBy(paypal, tokenId, order, { whole, isRepeatable });
  if (order.status !== 'APPROVED') return refuse('ORDER_NOT_APPROVED');
  return captured(paypal, order, whole);
};

const paidBy = (
  paypal: StandIn,
  tokenId: string,
  order: OrderRow,
  { whole, isRepeatable }: Pick<Request, 'whole' | 'isRepeatable'>,
): Outcome => {
  if (!isRepeatable) return refuse('PAYPAL_REQUEST_ID_REQUIRED');
  const token = liveToken(paypal, tokenId);
  if (token === undefined) return refuse('TOKEN_ID_NOT_FOUND', { field: '/payment_source/paypal/vault_id' });
  return captured(paypal, { ...order, payer: token.payer }, whole);
};

const captured = (paypal: StandIn, order: OrderRow, whole: boolean): Outcome => {
  if (isPaid(paypal, order.unit.invoice_id)) return refuse('DUPLICATE_INVOICE_ID');
  const { captureTwice, sparseCapture } = paypal.faults.set;
  const captures = (captureTwice ? [1, 2] : [1]).map(() => newCapture(paypal, order));
  const isSuccess = captures.some(({ status }) => status === 'COMPLETED');
  const saved = isSuccess ? savedPayer(paypal, order) : undefined;
  const done: OrderRow = {
    ...order,
    status: 'COMPLETED',
    update_time: timeOf(paypal),
    captures: captures.map((capture) => capture.id),
    vault: order.vault && { ...order.vault, tokenId: saved?.token.id },
  };
  const body = whole ? orderView(paypal, done, captures) : capturedOrder(paypal, done, captures);
  const events = captures.map((capture) => captureEvent(paypal, capture));
  const rows = [done, ...captures, ...events, ...(saved ? [saved.token, saved.event] : [])];
  return { status: 201, body: sparseCapture ? sparse(body) : body, rows };
};

/** Returns an order that PayPal still knows. */
export const liveOrder = ({ state }: StandIn, id: string): OrderRow | undefined => {
  const order = state.row('order', id);
  return order?.status === 'VOIDED' ? undefined : order;
};

const isPaid = ({ state }: StandIn, invoice: string | undefined): boolean => {
  const pays = ({ status, invoice_id }: CaptureRow) => status !== 'DECLINED' && invoice_id === invoice;
  return invoice !== undefined && state.rows('capture').some(pays);
};

/** A captured order without what the shop compares, as PayPal's specification allows it. */
const sparse = (order: Record<string, unknown>): Record<string, unknown> => {
  const left = new Set(['amount', 'custom_id', 'payee']);
  const units = JSON.stringify(order['purchase_units'], (key, value: unknown) => (left.has(key) ? undefined : value));
  return { ...order, purchase_units: JSON.parse(units) as unknown };
};

const newOrder = (paypal: StandIn, request: OrderRequest): OrderRow => {
  const { autoApproveMs } = paypal.faults.set;
  const openSince = paypal.now().getTime();
  const [unit] = request.purchase_units;
  const merchant = { email_address: 'merchant@business.example.com', merchant_id: paypal.settings.merchantId };
  const source = request.payment_source?.paypal;
  return {
    kind: 'order',
    id: resourceId(),
    status: source ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
    wallet: source !== undefined,
    unit: { ...unit, reference_id: unit.reference_id ?? 'default', payee: unit.payee ?? merchant },
    context: source?.experience_context ?? request.application_context ?? {},
    create_time: timeOf(paypal),
    update_time: timeOf(paypal),
    openSince,
    autoApproveAt: autoApproveMs === undefined ? undefined : openSince + autoApproveMs,
    captures: [],
    vault: source?.attributes?.vault && { customerId: source.attributes.customer?.id ?? customerId() },
  };
};
