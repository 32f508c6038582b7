import { oneLine } from './one-line.ts';

/** A piece of HTML that was made by `html`, and so holds nothing unescaped. */
export type Html = { readonly html: string };

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => oneLine(text).replace(/[&<>"']/g, (sign) => entities[sign] as string);

const piece = (value: string | number | Html | readonly Html[]): string => {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
};

/** Makes HTML as a template tag: every text put in is one line and escaped for content and quoted attributes alike. */
export const html = (parts: TemplateStringsArray, ...put: (string | number | Html | readonly Html[])[]): Html => ({
  html: String.raw({ raw: parts }, ...put.map(piece)),
});
