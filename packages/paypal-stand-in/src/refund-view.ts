import type { Desk } from './desk.ts';
import { fromMinor } from './money.ts';
import type { RefundRow } from './rows.ts';
import type { Link } from './wire.ts';

/** A refund in full, as it is read back and as webhooks carry it; its capture stands in the link `up` alone. */
export const refundView = (desk: Desk, refund: RefundRow): Record<string, unknown> => {
  const { amount, customId, invoiceId, note } = refund;
  return {
    ...minimalRefund(desk, refund),
    amount,
    ...(customId === undefined ? {} : { custom_id: customId }),
    ...(invoiceId === undefined ? {} : { invoice_id: invoiceId }),
    ...(note === undefined ? {} : { note_to_payer: note }),
    seller_payable_breakdown: {
      gross_amount: amount,
      paypal_fee: fromMinor(0n, amount.currency_code),
      net_amount: amount,
      total_refunded_amount: refund.totalRefunded,
    },
    create_time: refund.createdAt,
    update_time: refund.createdAt,
  };
};

/** What PayPal answers to a refund call unless asked for more. */
export const minimalRefund = (desk: Desk, refund: RefundRow): Record<string, unknown> => {
  const links: Link[] = [
    { href: `${desk.url}/v2/payments/refunds/${refund.id}`, rel: 'self', method: 'GET' },
    { href: `${desk.url}/v2/payments/captures/${refund.captureId}`, rel: 'up', method: 'GET' },
  ];
  return { id: refund.id, status: 'COMPLETED', links };
};
