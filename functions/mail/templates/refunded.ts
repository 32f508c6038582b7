import { formatMoney } from '../../kit/value/money.ts';
import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { RefundedData } from '../schemas.ts';
import { orderPage, page, readableTime, type Links, type Mail } from './page.ts';

const when = 'PayPal pays it back to where the payment came from; that takes PayPal up to some days.';
const all = 'That is all that was left of the payment. PINs of this order that were not shown are not yours any more.';
const part = 'The rest of the payment stays as it was.';
const details = 'The order is shown here for 90 days from the day it was placed:';
const why = (origin: string): string =>
  `You get this mail because this address was given for an order at ${origin}. It is not advertising.`;

/** Tells a buyer how much of a payment was refunded, and whether anything of it is left. */
export const refunded = (data: RefundedData, links: Links): Mail => {
  const { amount, currency } = formatMoney(data.amount);
  const sum = `${amount} ${currency}`;
  const subject = `${sum} of your order ${oneLine(data.order)} were refunded`;
  const what = `We have refunded ${sum} of your order. ${data.whole ? all : part}`;
  const which = `Order: ${oneLine(data.order)}, ${readableTime(data.placedAt)}`;
  const link = orderPage(data.order, links);
  const text = [what, when, which, `${details}\n${link}`, why(links.origin)];
  const body = html`<p>${what}</p>
    <p>${when}</p>
    <p>${which}</p>
    <p>${details} <a href="${link}">the page of your order</a></p>
    <p><small>${why(links.origin)}</small></p>`;
  return { subject, text: `${text.join('\n\n')}\n`, html: page(subject, body) };
};
