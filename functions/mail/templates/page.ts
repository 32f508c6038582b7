import { html, type Html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';

/** What a template makes: the subject is one line, `text` and `html` say the same. */
export type Mail = { subject: string; text: string; html: string };

/** Where a mail's links lead: the shop, and the order's page with the token that opens it. */
export type Links = { origin: string; orderToken: string };

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
