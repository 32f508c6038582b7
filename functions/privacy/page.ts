import { html, type Html } from '../kit/value/html.ts';

/** `unitPrice` as people read it: "unit price". */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const shown = (value: unknown): Html => {
  if (Array.isArray(value))
    return value.length === 0
      ? html`none`
      : html`<ol>
          ${value.map((each) => html`<li>${shown(each)}</li>`)}
        </ol>`;
  if (typeof value === 'object' && value !== null) {
    const rows = Object.entries(value).filter(([, each]) => each !== undefined);
    const row = ([name, each]: [string, unknown]) =>
      html`<dt>${words(name)}</dt>
        <dd>${shown(each)}</dd>`;
    return html`<dl>${rows.map(row)}</dl>`;
  }
  if (typeof value === 'string') return html`${value}`;
  if (typeof value === 'number') return html`${value}`;
  if (typeof value === 'boolean') return html`${value ? 'yes' : 'no'}`;
  return html`none`;
};

/** Returns a page that says what a value holds, all of it, with what follows it. */
export const pageOf = (title: string, intro: string, value: object, more: Html = html``): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body>
        <h1>${title}</h1>
        <p>${intro}</p>
        ${more} ${shown(value)}
      </body>
    </html>`.html;

/** Returns a button that sends a form to this very page. */
export const button = (label: string): Html =>
  html`<form method="post">
    <p><button type="submit">${label}</button></p>
  </form>`;

/** Returns a link to the next page of a list, nothing where there is none. */
export const nextLink = (address: string | undefined): Html =>
  address === undefined ? html`` : html`<p><a href="${address}">More orders</a></p>`;
