import { html } from '../../kit/value/html.ts';
import type { ConfirmData } from '../schemas.ts';
import { needed, page, readableTime, type Links, type Mail } from './page.ts';

const nothing =
  'If that was not you, you have nothing to do: without it you get no such mail, and we do not ask again.';

/** Returns the mail by which somebody confirms that they want marketing. Opening the link changes nothing; its page has one button. */
export const confirmSubscription = ({ until }: ConfirmData, links: Links): Mail => {
  const { hostname } = new URL(links.origin);
  const link = needed(links.confirm);
  const subject = `Do you want mail from ${hostname}?`;
  const wish = `Somebody said at ${links.origin} that this address wants our news and offers. Was it you? Then confirm it here:`;
  const good = `The link is good until ${readableTime(until)}.`;
  const body = html`<p>${wish}</p>
    <p><a href="${link}">the page to confirm it</a></p>
    <p>${good}</p>
    <p>${nothing}</p>`;
  return { subject, text: `${[`${wish}\n${link}`, good, nothing].join('\n\n')}\n`, html: page(subject, body) };
};
