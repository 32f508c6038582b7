import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import { revealNoticeOf } from '../../policy/public.ts';
import type { RevealConfirmedData } from '../schemas.ts';
import { orderPage, page, readableTime, type Links, type Mail } from './page.ts';

const about =
  'This mail confirms that the PINs of your order were shown to you, and what you agreed to by asking for them:';
const details = 'The PINs are on the page of your order, and only there; they are not in this mail:';
const problem = 'If a PIN does not work, report it on that page.';
const why = (origin: string): string =>
  `You get this mail because this address was given for an order at ${origin}. It is not advertising.`;

/** Confirms a reveal on a durable medium: when it was, and the whole text by which the right to withdraw ended. */
export const revealConfirmed = (data: RevealConfirmedData, links: Links): Mail => {
  const subject = `Your order ${oneLine(data.order)}: the PINs were shown`;
  const which = `Order: ${oneLine(data.order)}, ${readableTime(data.placedAt)}`;
  const when = `PINs shown: ${readableTime(data.revealedAt)}`;
  const agreed = revealNoticeOf(data.text).text.split('\n\n');
  const link = orderPage(data.order, links);
  const text = [
    about,
    ...agreed.map((part) => `> ${part}`),
    which,
    when,
    `${details}\n${link}`,
    problem,
    why(links.origin),
  ];
  const body = html`<p>${about}</p>
    <blockquote>${agreed.map((part) => html`<p>${part}</p>`)}</blockquote>
    <p>${which}<br />${when}</p>
    <p>${details} <a href="${link}">the page of your order</a></p>
    <p>${problem}</p>
    <p><small>${why(links.origin)}</small></p>`;
  return { subject, text: `${text.join('\n\n')}\n`, html: page(subject, body) };
};
