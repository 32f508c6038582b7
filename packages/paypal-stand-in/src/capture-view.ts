import type { Desk } from './desk.ts';
import { fromMinor, toMinor } from './money.ts';
import type { CaptureRow } from './rows.ts';
import type { Link, Money } from './wire.ts';

/** A capture as the Payments API and webhooks show it: with its order's id and its payee. */
export const captureView = (desk: Desk, capture: CaptureRow): Record<string, unknown> => {
  const related = { order_id: capture.orderId };
  return { ...captureInOrder(desk, capture), payee: capture.payee, supplementary_data: { related_ids: related } };
};

/** A capture as it stands in `purchase_units[].payments.captures[]` of an order. */
export const captureInOrder = (desk: Desk, capture: CaptureRow): Record<string, unknown> => {
  const { id, amount, customId, invoiceId } = capture;
  const status: string = desk.faults.set.captureStatus ?? capture.status;
  const settled = status !== 'PENDING' && status !== 'DECLINED';
  return {
    id,
    status,
    ...(status === 'PENDING' ? { status_details: { reason: 'PENDING_REVIEW' } } : {}),
    amount,
    final_capture: true,
    ...(customId === undefined ? {} : { custom_id: customId }),
    ...(invoiceId === undefined ? {} : { invoice_id: invoiceId }),
    seller_protection: {
      status: 'ELIGIBLE',
      dispute_categories: ['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'],
    },
    ...(settled ? { seller_receivable_breakdown: receivable(amount) } : {}),
    links: links(desk, capture),
    create_time: capture.createdAt,
    update_time: capture.updatedAt,
  };
};

/** What is left to the seller: PayPal's fee is 3.49 % and a fixed 49 minor units here, and never more than was paid. */
const receivable = (gross: Money): Record<string, Money> => {
  const minor = toMinor(gross);
  const computed = (minor * 349n) / 10_000n + 49n;
  const fee = computed > minor ? minor : computed;
  const money = (value: bigint) => fromMinor(value, gross.currency_code);
  return { gross_amount: gross, paypal_fee: money(fee), net_amount: money(minor - fee) };
};

const links = (desk: Desk, capture: CaptureRow): Link[] => {
  const self = `${desk.url}/v2/payments/captures/${capture.id}`;
  return [
    { href: self, rel: 'self', method: 'GET' },
    { href: `${self}/refund`, rel: 'refund', method: 'POST' },
    { href: `${desk.url}/v2/checkout/orders/${capture.orderId}`, rel: 'up', method: 'GET' },
  ];
};
