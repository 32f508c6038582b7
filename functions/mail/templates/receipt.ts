import { detailsView } from '../../kit/value/line.ts';
import { formatMoney, type MoneyText } from '../../kit/value/money.ts';
import { html, type Html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { ReceiptData } from '../schemas.ts';
import { needed, orderPage, page, readableTime, type Links, type Mail } from './page.ts';

type Line = ReturnType<typeof detailsView>;

const written = ({ amount, currency }: MoneyText): string => `${amount} ${currency}`;

const about = 'Thank you for your order. This mail confirms it and is your receipt.';
const pins = 'Your PINs are on the page of your order, and only there; they are not in this mail:';
const keep = 'Whoever has this link can see the PINs, so keep it to yourself. It works for 90 days from your order.';
const why = (origin: string): string =>
  `You get this mail because this address was given for an order at ${origin}. It is not advertising.`;

const agreed = 'With this order somebody also agreed to get our news and offers at this address, from tomorrow on.';
const notMe = 'If that was not you, or not meant, this link ends it:';

const textLine = (line: Line): string =>
  `${line.quantity} x ${oneLine(line.name)}, ${written(line.unitPrice)} each: ${written(line.lineTotal)}`;

const asText = (data: ReceiptData, links: Links): string =>
  [
    about,
    `Order: ${data.order}\nDate: ${readableTime(data.placedAt)}`,
    data.lines.map((line) => textLine(detailsView(line))).join('\n'),
    `Total, paid with PayPal: ${written(formatMoney(data.total))}`,
    `${pins}\n${orderPage(data.order, links)}`,
    keep,
    ...(data.consent === undefined ? [] : [`${agreed} ${notMe}\n${needed(links.optOut)}`]),
    why(links.origin),
  ].join('\n\n') + '\n';

const row = (line: Line): Html =>
  html`<tr>
    <td>${line.quantity} &times; ${line.name}</td>
    <td align="right">${written(line.unitPrice)}</td>
    <td align="right">${written(line.lineTotal)}</td>
  </tr>`;

const asHtml = (data: ReceiptData, links: Links): Html =>
  html`<p>${about}</p>
    <p>Order: ${data.order}<br />Date: ${readableTime(data.placedAt)}</p>
    <table cellpadding="6">
      <tr>
        <th align="left">Card</th>
        <th align="right">Each</th>
        <th align="right">Amount</th>
      </tr>
      ${data.lines.map((line) => row(detailsView(line)))}
      <tr>
        <th align="left" colspan="2">Total, paid with PayPal</th>
        <th align="right">${written(formatMoney(data.total))}</th>
      </tr>
    </table>
    <p>${pins}<br /><a href="${orderPage(data.order, links)}">the page of your order</a></p>
    <p>${keep}</p>
    ${data.consent === undefined ? [] : html`<p>${agreed} ${notMe} <a href="${needed(links.optOut)}">no mail, please</a></p>`}
    <p><small>${why(links.origin)}</small></p>`;

/** Returns the order's confirmation and receipt in one mail: what was bought, what was paid, and the way to the PINs. */
export const receipt = (data: ReceiptData, links: Links): Mail => {
  const subject = `Your order ${oneLine(data.order)}: confirmation and receipt`;
  return { subject, text: asText(data, links), html: page(subject, asHtml(data, links)) };
};
