import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { PinProblemData } from '../schemas.ts';
import { orderPage, page, readableTime, type Links, type Mail } from './page.ts';

const said: Record<PinProblemData['outcome'], { subject: string; what: string; next: string }> = {
  replaced: {
    subject: 'you have another PIN',
    what: 'We have replaced a PIN of your order that does not work. The old one is no longer good.',
    next: 'The new PIN is on the page of your order, and only there; it is not in this mail:',
  },
  'no-stock': {
    subject: 'about a PIN that does not work',
    what: 'We are sorry: a PIN of your order does not work, and just now we have no other one of this card. We will replace it, or pay it back.',
    next: 'The page of your order:',
  },
};
const why = (origin: string): string =>
  `You get this mail because this address was given for an order at ${origin}. It is not advertising.`;

/** Tells a buyer what came of a PIN that does not work. */
export const pinProblem = (data: PinProblemData, links: Links): Mail => {
  const { subject: about, what, next } = said[data.outcome];
  const subject = `Your order ${oneLine(data.order)}: ${about}`;
  const which = `Order: ${oneLine(data.order)}, ${readableTime(data.placedAt)}`;
  const card = `Card: ${oneLine(data.card)}`;
  const link = orderPage(data.order, links);
  const text = [what, `${which}\n${card}`, `${next}\n${link}`, why(links.origin)];
  const body = html`<p>${what}</p>
    <p>${which}<br />${card}</p>
    <p>${next} <a href="${link}">the page of your order</a></p>
    <p><small>${why(links.origin)}</small></p>`;
  return { subject, text: `${text.join('\n\n')}\n`, html: page(subject, body) };
};
