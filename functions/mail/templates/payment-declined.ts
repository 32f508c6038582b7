import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { PaymentDeclinedData } from '../schemas.ts';
import { orderPage, page, readableTime, type Links, type Mail } from './page.ts';

const what = 'PayPal did not carry out the payment of your order, so that nothing was charged.';
const next = 'The cards are still in your cart: go to the checkout again, and choose another way to pay at PayPal.';
const details = 'The order is shown here for 90 days from the day it was placed:';
const why = (origin: string): string =>
  `You get this mail because this address was given for an order at ${origin}. It is not advertising.`;

/** Tells a buyer that PayPal declined a payment after its approval, and that the order can still be paid. */
export const paymentDeclined = (data: PaymentDeclinedData, links: Links): Mail => {
  const subject = `The payment of your order ${oneLine(data.order)} was declined; nothing was charged`;
  const which = `Order: ${oneLine(data.order)}, ${readableTime(data.placedAt)}`;
  const link = orderPage(data.order, links);
  const text = [what, `${next}\n${links.origin}`, which, `${details}\n${link}`, why(links.origin)];
  const body = html`<p>${what}</p>
    <p>${next} <a href="${links.origin}">${links.origin}</a></p>
    <p>${which}</p>
    <p>${details} <a href="${link}">the page of your order</a></p>
    <p><small>${why(links.origin)}</small></p>`;
  return { subject, text: `${text.join('\n\n')}\n`, html: page(subject, body) };
};
