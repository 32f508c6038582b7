import { escaped, type Call, type Reply } from 'local-cloud/stand-in';
import { approve } from './approval.ts';
import { liveOrder } from './orders.ts';
import { page } from './page.ts';
import type { Money } from './paypal-types.ts';
import type { StandIn } from './stand-in.ts';
import type { OrderRow } from './state.ts';

/** Returns /checkoutnow?token=…: a GET shows what is bought, a POST with `decision=approve|cancel` decides and leads back. */
export const approvalPage = (paypal: StandIn, call: Call): Reply => {
  const order = liveOrder(paypal, new URLSearchParams(call.query).get('token') ?? '');
  if (order === undefined) return page(404, 'Unknown order', '<p>There is no such order, or its time is over.</p>');
  if (call.method === 'GET' || call.method === 'HEAD') return page(200, 'Approve a payment', contentOf(order));
  if (call.method !== 'POST') return page(405, 'Not here', '<p>This page is read, or decided with its buttons.</p>');
  const decision = new URLSearchParams(String(call.body)).get('decision');
  if (decision === 'cancel') return back(order, order.context.cancel_url, 'Cancelled');
  if (decision !== 'approve') return page(400, 'No decision', '<p>The decision is to approve or to cancel.</p>');
  const approved = approve(paypal, order);
  paypal.commit(approved.rows);
  return back(approved.order, order.context.return_url, 'Approved', approved.order.payer?.payer_id);
};

/** Leads to the shop with token and payer in the query, as PayPal sends the buyer back. */
const back = ({ id }: OrderRow, url: string | undefined, title: string, payer?: string): Reply => {
  if (url === undefined) return page(200, title, '<p>The shop named no address to return to. Go back to it.</p>');
  const target = new URL(url);
  target.searchParams.set('token', id);
  if (payer !== undefined) target.searchParams.set('PayerID', payer);
  return { status: 303, headers: { location: target.href, 'cache-control': 'no-store' }, body: '' };
};

const contentOf = ({ unit, context, status, vault }: OrderRow): string => {
  const merchant = context.brand_name ?? unit.payee.merchant_id ?? unit.payee.email_address ?? '';
  const items = unit.items?.map((item) => line(`${item.quantity} × ${item.name}`, item.unit_amount));
  return `<p>To <strong>${escaped(merchant)}</strong></p>
<table>${(items ?? [line(unit.description ?? 'Order', unit.amount)]).join('')}
<tr class="total"><td>Total</td><td>${shown(unit.amount)}</td></tr></table>
${vault ? '<p>The shop keeps this account for later payments.</p>' : ''}
${status === 'COMPLETED' ? '<p>This order is paid.</p>' : buttons(status === 'APPROVED')}`;
};

const buttons = (approved: boolean): string => `${approved ? '<p>You have approved this payment already.</p>' : ''}
<form method="post">
<button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="cancel">Cancel</button>
</form>`;

const line = (text: string, money: Money): string => `<tr><td>${escaped(text)}</td><td>${shown(money)}</td></tr>\n`;

const shown = ({ value, currency_code }: Money): string => escaped(`${value} ${currency_code}`);
