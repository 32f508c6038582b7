import { formatMoney, type MoneyText } from '../../kit/value/money.ts';
import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import { withdrawalText } from '../../policy/public.ts';
import type { WithdrawnData } from '../schemas.ts';
import { orderPage, page, readableTime, type Links, type Mail } from './page.ts';

const about = 'This mail confirms that we received your withdrawal, and what it says:';
const state = 'How far the money is on its way is shown on the page of your order:';
const why = (origin: string): string =>
  `You get this mail because this address was given for an order at ${origin}. It is not advertising.`;

const paidBack = ({ amount, currency }: MoneyText): string => `We pay back ${amount} ${currency} by PayPal.`;
const decided = 'Your PINs were shown before; our staff look at it and write to you.';

/** Confirms a withdrawal on a durable medium: its text, the date and time at which it came, and what is paid back. */
export const withdrawn = (data: WithdrawnData, links: Links): Mail => {
  const subject = `Your order ${oneLine(data.order)}: your withdrawal`;
  const which = `Order: ${oneLine(data.order)}, ${readableTime(data.placedAt)}`;
  const when = `Received: ${readableTime(data.at)}`;
  const money = data.amount ? paidBack(formatMoney(data.amount)) : decided;
  const link = orderPage(data.order, links);
  const text = [about, `> ${withdrawalText}`, `${which}\n${when}`, money, `${state}\n${link}`, why(links.origin)];
  const body = html`<p>${about}</p>
    <blockquote><p>${withdrawalText}</p></blockquote>
    <p>${which}<br />${when}</p>
    <p>${money}</p>
    <p>${state} <a href="${link}">the page of your order</a></p>
    <p><small>${why(links.origin)}</small></p>`;
  return { subject, text: `${text.join('\n\n')}\n`, html: page(subject, body) };
};
