import { timeOf, type Desk } from './desk.ts';
import { resourceId } from './ids.ts';
import { amountsRefusal } from './order-amounts.ts';
import { parseOrder, type OrderRequest, type UnitRequest } from './order-request.ts';
import { orderView, minimalOrder } from './order-view.ts';
import { refuse, type Outcome } from './refusals.ts';
import type { OrderRow } from './rows.ts';
import type { PurchaseUnit } from './wire.ts';

/** Whether the caller asked for the whole resource rather than its id and status. */
export type Prefer = 'minimal' | 'representation';

/** POST /v2/checkout/orders: 201 with the new order, or PayPal's refusal. */
export const createOrder = (desk: Desk, body: unknown, prefer: Prefer): Outcome => {
  const parsed = parseOrder(body);
  if (!parsed.ok) return parsed.refusal;
  if (parsed.value.intent !== 'CAPTURE') return refuse('UNSUPPORTED_INTENT', { field: '/intent' });
  const refusal = amountsRefusal(parsed.value);
  if (refusal !== undefined) return refusal;
  const order = newOrder(desk, parsed.value);
  return {
    status: 201,
    body: prefer === 'minimal' ? minimalOrder(desk, order) : orderView(desk, order),
    rows: [order],
  };
};

/** GET /v2/checkout/orders/{id}: the order as it is now; 404 once it has lapsed. */
export const readOrder = (desk: Desk, id: string): Outcome => {
  const order = desk.faults.take('hideOrder') ? undefined : liveOrder(desk, id);
  return order === undefined ? refuse('INVALID_RESOURCE_ID') : { status: 200, body: orderView(desk, order) };
};

/** An order that PayPal still knows. */
export const liveOrder = (desk: Desk, id: string): OrderRow | undefined => {
  const order = desk.state.row('order', id);
  return order?.status === 'VOIDED' ? undefined : order;
};

const newOrder = (desk: Desk, request: OrderRequest): OrderRow => {
  const wallet = request.payment_source !== undefined;
  const context = request.payment_source?.paypal.experience_context ?? request.application_context ?? {};
  const now = timeOf(desk.ports);
  return {
    kind: 'order',
    id: resourceId(desk.ports.random),
    status: wallet ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
    wallet,
    units: request.purchase_units.map((unit) => newUnit(unit, desk.settings.merchantId)),
    createdAt: now,
    updatedAt: now,
    openSince: desk.ports.now().getTime(),
    autoApproveAt: autoApproval(desk),
    shipping: context.shipping_preference ?? 'GET_FROM_FILE',
    brandName: context.brand_name,
    returnUrl: context.return_url,
    cancelUrl: context.cancel_url,
    captures: [],
  };
};

const autoApproval = (desk: Desk): number | undefined => {
  const { autoApproveMs } = desk.faults.set;
  return autoApproveMs === undefined ? undefined : desk.ports.now().getTime() + autoApproveMs;
};

const newUnit = (unit: UnitRequest, merchantId: string): PurchaseUnit => {
  const merchant = { email_address: 'merchant@business.example.com', merchant_id: merchantId };
  return { ...unit, reference_id: unit.reference_id ?? 'default', payee: unit.payee ?? merchant };
};
