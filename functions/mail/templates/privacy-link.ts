import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { PrivacyLinkData } from '../schemas.ts';
import { page, readableTime, type Links, type Mail } from './page.ts';

const wishes: Record<PrivacyLinkData['kind'], string> = {
  export: 'see everything that we hold about you',
  erasure: 'have everything erased that we hold about you',
};

const nothing = 'If that was not you, you have nothing to do: as long as nobody uses the link, nothing happens.';

/** Returns the mail with the link that proves a privacy request. Opening the link changes nothing yet; the page asks once more. */
export const privacyLink = (data: PrivacyLinkData, { origin }: Links): Mail => {
  const subject = `Your request at ${new URL(origin).hostname}`;
  const wish = `Somebody at ${origin} asked for this address: to ${wishes[data.kind]}. Was it you? Then go on here:`;
  const link = `${origin}/api/privacy-requests/confirm?t=${encodeURIComponent(oneLine(data.token))}`;
  const good = `The link is good until ${readableTime(data.until)}. Whoever has it can go on in your name; keep it to yourself.`;
  const body = html`<p>${wish}</p>
    <p><a href="${link}">the page of your request</a></p>
    <p>${good}</p>
    <p>${nothing}</p>`;
  return { subject, text: `${[`${wish}\n${link}`, good, nothing].join('\n\n')}\n`, html: page(subject, body) };
};
