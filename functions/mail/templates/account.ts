import { html } from '../../kit/value/html.ts';
import type { AccountNoticeData, KnownData } from '../schemas.ts';
import { page, readableTime, type Links, type Mail } from './page.ts';

/** Makes a mail of paragraphs, alike in text and in HTML. */
const mailOf = (subject: string, paragraphs: readonly string[], { origin }: Links): Mail => {
  const why = `You get this mail because it is about your account at ${origin}. It is not advertising.`;
  const body = html`${paragraphs.map((each) => html`<p>${each}</p>`)}
    <p><small>${why}</small></p>`;
  return { subject, text: `${[...paragraphs, why].join('\n\n')}\n`, html: page(subject, body) };
};

const host = ({ origin }: Links): string => new URL(origin).hostname;

/** Tells the owner of an address that somebody wanted an account with it, which there is already. */
export const alreadyRegistered = (_: KnownData, links: Links): Mail =>
  mailOf(
    `You already have an account at ${host(links)}`,
    [
      `Somebody wanted to use this address for an account at ${links.origin}. You already have one: sign in with your password.`,
      'If you have forgotten it, ask for a new one where you sign in.',
      'If that was not you, you have nothing to do: nothing has changed.',
    ],
    links,
  );

/** Tells the former address of an account that another has taken its place. */
export const addressChanged = ({ at }: AccountNoticeData, links: Links): Mail =>
  mailOf(
    `The address of your account at ${host(links)} was changed`,
    [
      `The e-mail address of your account at ${links.origin} was changed on ${readableTime(at)}. This is the former one: it does not open the account any more.`,
      'If that was not you, write to us at once: somebody has had access to your account.',
    ],
    links,
  );

/** Tells the owner of an account that it was deactivated, and how to come back. */
export const deactivated = ({ at }: AccountNoticeData, links: Links): Mail =>
  mailOf(
    `Your account at ${host(links)} is deactivated`,
    [
      `Your account at ${links.origin} was deactivated on ${readableTime(at)}, and you are signed out everywhere.`,
      'From now on you get no mail but codes that you ask for and news of orders that are open.',
      'To use the account again, sign in and ask for a code. If it was not you who deactivated it, do that now, and choose another password.',
    ],
    links,
  );
