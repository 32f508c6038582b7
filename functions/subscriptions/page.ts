import { html, type Html } from '../kit/value/html.ts';
import type { Topic } from '../preferences/public.ts';

const names: Record<Topic, string> = { newsletter: 'the newsletter', offers: 'offers' };

const page = (title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.html;

/** A button that sends a form to this very address: with what is to be stopped, or with nothing. */
const button = (label: string, value?: string): Html =>
  html`<form method="post">
    <p>
      ${value === undefined ? html`` : html`<input type="hidden" name="topics" value="${value}" />`}
      <button type="submit">${label}</button>
    </p>
  </form>`;

const listed = (topics: readonly Topic[]): string => topics.map((topic) => names[topic]).join(' and ');

const about = 'Mails about your orders and your account still come; you can deactivate the account to end those too.';

/** Returns the page of an unsubscribe link: nothing has changed yet, and what a button would stop. */
export const unsubscribePage = (gets: readonly Topic[]): string =>
  gets.length === 0
    ? page(
        'You get no news from us',
        html`<p>
            There is nothing to stop. You may press the button all the same: then we write down that you want none.
          </p>
          ${button('Stop everything', 'all')}
          <p>${about}</p>`,
      )
    : page(
        'Stop our news?',
        html`<p>You get ${listed(gets)} from us. Nothing has changed yet.</p>
          ${button('Stop everything', 'all')}
          ${gets.length > 1 ? gets.map((topic) => button(`Stop ${names[topic]} only`, topic)) : html``}
          <p>${about}</p>`,
      );

/** Returns the page that says that an opt-out is in force. */
export const stoppedPage = (gets: readonly Topic[]): string =>
  page(
    gets.length === 0 ? 'You get no more news from us' : 'This has stopped',
    html`<p>It counts from now on.${gets.length === 0 ? '' : ` You still get ${listed(gets)}.`}</p>
      <p>${about}</p>`,
  );

const confirmTitles = {
  unconfirmed: 'Shall we send you news?',
  confirmed: 'You get our news',
  over: 'There is nothing to confirm',
} as const;

/** Returns the page of a link to confirm, with a button as long as there is something to confirm. */
export const confirmPage = (state: keyof typeof confirmTitles, topics: readonly Topic[], text: string): string =>
  page(
    confirmTitles[state],
    state === 'unconfirmed'
      ? html`<p>You said so on an order form: ${listed(topics)}. If it was not you, do nothing: then nothing comes.</p>
          <blockquote>${text}</blockquote>
          ${button('Yes, send me news')}`
      : html`<p>${state === 'confirmed' ? 'Every mail has a link to stop it.' : 'You get no news from us.'}</p>`,
  );
