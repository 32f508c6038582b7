import { html, type Html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';

/** What a template makes: the subject is one line, `text` and `html` say the same. */
export type Mail = { subject: string; text: string; html: string };

/** The words of a campaign or an announcement, alike for all who get it; its HTML was made of Markdown when it was stored. */
export type Words = { subject: string; html: string; text: string };

/**
 * Where a mail's links lead: the shop, the order's page with the token that opens it, and the links of the address itself; and what
 * a mail says that is neither its data nor its template's.
 */
export type Links = {
  origin: string;
  orderToken: string;
  /** Opts the address out. */
  optOut?: string | undefined;
  /** Confirms that the address wants marketing. */
  confirm?: string | undefined;
  /** The token by which a friend's address is removed for good. */
  removal?: string;
  /** Where the shop is. */
  postalAddress?: string | undefined;
  words?: Words | undefined;
};

/** Returns what a template cannot do without; throws where it is missing, so that no mail goes out with a link that leads nowhere. */
export const needed = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a link or a text of the mail is missing');
  return value;
};

/** Returns the order's page. The token is in the fragment, which browsers do not send, so that no log sees it. */
export const orderPage = (order: string, { origin, orderToken }: Links): string =>
  `${origin}/orders/${encodeURIComponent(oneLine(order))}#${orderToken}`;

/** Returns a time as people read it, to the minute: "2026-07-23 14:05 UTC" out of RFC 3339 in UTC. */
export const readableTime = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** Returns the frame of every mail: nothing is loaded from elsewhere, so that opening it tells nobody. */
export const page = (title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body style="font-family: sans-serif; max-width: 40em; margin: 1em auto; padding: 0 1em">
        ${body}
      </body>
    </html>`.html;
