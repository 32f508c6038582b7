import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { OrderVoidedData } from '../schemas.ts';
import { orderPage, page, readableTime, type Links, type Mail } from './page.ts';

const reasons: Record<OrderVoidedData['reason'], string> = {
  'out-of-stock': 'The cards that you chose sold out before we could take the payment.',
  refused: 'The payment was not completed at PayPal.',
  reversed: 'The approval of the payment was taken back at PayPal.',
  lapsed: 'The time for completing the payment at PayPal ran out.',
};

const sorry = 'We are sorry: your order could not be completed.';
const money = 'Nothing was charged, and you have nothing to do.';
const again = 'If you still want the cards, you are welcome to order again:';
const details = 'The order is shown here for 90 days from the day it was placed:';
const why = (origin: string): string =>
  `You get this mail because this address was given for an order at ${origin}. It is not advertising.`;

/** Tells a buyer that an order came to nothing, why, and that no money was taken. */
export const orderVoided = (data: OrderVoidedData, links: Links): Mail => {
  const subject = `Your order ${oneLine(data.order)} was not completed; nothing was charged`;
  const which = `Order: ${oneLine(data.order)}, ${readableTime(data.placedAt)}`;
  const link = orderPage(data.order, links);
  const text = [
    `${sorry} ${reasons[data.reason]}`,
    money,
    which,
    `${again}\n${links.origin}`,
    `${details}\n${link}`,
    why(links.origin),
  ];
  const body = html`<p>${sorry} ${reasons[data.reason]}</p>
    <p>${money}</p>
    <p>${which}</p>
    <p>${again} <a href="${links.origin}">${links.origin}</a></p>
    <p>${details} <a href="${link}">the page of your order</a></p>
    <p><small>${why(links.origin)}</small></p>`;
  return { subject, text: `${text.join('\n\n')}\n`, html: page(subject, body) };
};
