import { escaped, type Call, type Reply } from 'local-cloud/stand-in';
import { approve, returnAddress } from './approval.ts';
import type { Courier } from './courier.ts';
import type { Desk } from './desk.ts';
import { fromMinor, toMinor } from './money.ts';
import { liveOrder } from './orders.ts';
import { page } from './page.ts';
import type { OrderRow } from './rows.ts';
import type { Money, PurchaseUnit } from './wire.ts';

/** /checkoutnow?token=…: a GET shows what is bought, a POST with `decision=approve|cancel` decides and leads back. */
export const answerApproval = (desk: Desk, courier: Courier, call: Call): Reply => {
  const order = liveOrder(desk, new URLSearchParams(call.query).get('token') ?? '');
  if (order === undefined) return page(404, 'Unknown order', '<p>There is no such order, or its time is over.</p>');
  if (call.method === 'GET' || call.method === 'HEAD') return page(200, 'Approve a payment', orderContent(order));
  if (call.method !== 'POST') return page(405, 'Not here', '<p>This page is read, or decided with its buttons.</p>');
  const decision = new URLSearchParams(String(call.body)).get('decision');
  if (decision === 'cancel') return back(order, order.cancelUrl, false);
  if (decision !== 'approve') return page(400, 'No decision', '<p>The decision is to approve or to cancel.</p>');
  const approved = approve(desk, order);
  courier.commit(approved.rows);
  return back(approved.order, order.returnUrl, true);
};

const back = (order: OrderRow, url: string | undefined, decided: boolean): Reply => {
  if (url === undefined) {
    return page(
      200,
      decided ? 'Approved' : 'Cancelled',
      '<p>The shop named no address to return to. Go back to it.</p>',
    );
  }
  return {
    status: 303,
    headers: { location: returnAddress(url, order, decided), 'cache-control': 'no-store' },
    body: '',
  };
};

const orderContent = (order: OrderRow): string => {
  const merchant = order.brandName ?? order.units[0]?.payee.merchant_id ?? order.units[0]?.payee.email_address ?? '';
  return `<p>To <strong>${escaped(merchant)}</strong></p>
<table>${order.units.flatMap(lines).join('')}
<tr class="total"><td>Total</td><td>${shown(total(order.units))}</td></tr></table>
${buttons(order)}`;
};

const buttons = (order: OrderRow): string => {
  if (order.status === 'COMPLETED') return '<p>This order is paid.</p>';
  const known = order.status === 'APPROVED' ? '<p>You have approved this payment already.</p>' : '';
  return `${known}<form method="post">
<button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="cancel">Cancel</button>
</form>`;
};

const lines = (unit: PurchaseUnit): string[] => {
  const items = unit.items ?? [];
  if (items.length === 0) return [line(unit.description ?? 'Order', unit.amount)];
  return items.map((item) => line(`${item.quantity} × ${item.name}`, item.unit_amount));
};

const line = (text: string, money: Money): string => {
  return `<tr><td>${escaped(text)}</td><td>${shown(money)}</td></tr>\n`;
};

const total = (units: PurchaseUnit[]): Money => {
  const sum = units.reduce((all, unit) => all + toMinor(unit.amount), 0n);
  return fromMinor(sum, units[0]?.amount.currency_code ?? 'USD');
};

const shown = ({ value, currency_code }: Money): string => {
  return escaped(`${value} ${currency_code}`);
};
