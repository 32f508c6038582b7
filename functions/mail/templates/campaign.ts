import { html, type Html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { TextData } from '../schemas.ts';
import { needed, page, type Links, type Mail } from './page.ts';

/** Puts a footer under words that are stored as HTML and as text. */
const under = (links: Links, foot: { html: Html; text: string }, prefix = ''): Mail => {
  const words = needed(links.words);
  const subject = oneLine(`${prefix}${words.subject}`);
  const body = html`${{ html: words.html }}
    <hr />
    ${foot.html}`;
  return { subject, text: `${words.text.trim()}\n\n-- \n${foot.text}\n`, html: page(subject, body) };
};

const host = ({ origin }: Links): string => new URL(origin).hostname;

/** Why somebody gets a newsletter, where the shop is, and how to get none any more. */
const marketingFoot = (links: Links): { html: Html; text: string } => {
  const [link, address] = [needed(links.optOut), needed(links.postalAddress)];
  const why = `You get this mail because you said at ${host(links)} that you want it.`;
  return {
    html: html`<p>
      <small>${why}<br /><a href="${link}">Get no more of these mails</a>: one click, no log-in.<br />${address}</small>
    </p>`,
    text: `${why}\nGet no more of these mails, with one click and no log-in:\n${link}\n${address}`,
  };
};

/** Returns a newsletter: what was written, and the footer that every one has. */
export const campaign = (_: TextData, links: Links): Mail => under(links, marketingFoot(links));

/** Returns a newsletter as its author sees it before it goes out; nobody is opted out by its link. */
export const campaignTest = (_: TextData, links: Links): Mail =>
  under(links, marketingFoot({ ...links, optOut: links.origin, postalAddress: links.postalAddress ?? '' }), '[Test] ');

/** Returns an announcement about the service, of which nobody can opt out: the footer says why it comes. */
export const announcement = (_: TextData, links: Links): Mail => {
  const why = `You get this mail because you have an account or an open order at ${host(links)}. It is about the service itself and not advertising. If you want none of these, deactivate your account.`;
  return under(links, { html: html`<p><small>${why}</small></p>`, text: why });
};
