import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Page } from 'local-cloud';
import { escaped } from 'local-cloud/stand-in';

const web = path.join(import.meta.dirname, '../web');

/** Which file is at which path; the pages read their order from the address themselves. */
const files: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, 'index.html'],
  [/^\/orders\/[\w-]{1,64}$/, 'order.html'],
  [/^\/checkout\/return\/[\w-]{1,64}$/, 'return.html'],
  [/^\/checkout\/cancel\/[\w-]{1,64}$/, 'cancel.html'],
];

/** Serves the static pages as the edge does; `addresses` fill the places written `{name}` in the first page. */
export const startPages = (addresses: Readonly<Record<string, string>>): Page => {
  const page = (status: number, file: string): Answer => pageOf(status, filled(read(file), addresses));
  const known = new Map(files.map(([, file]) => [file, page(200, file)]));
  const missing = page(404, 'missing.html');
  const style = answerOf(200, 'text/css; charset=utf-8', read('style.css'));
  return (method, asked) => {
    if (asked === '/style.css' && (method === 'GET' || method === 'HEAD')) return style;
    const file = files.find(([pattern]) => pattern.test(asked))?.[1];
    const found = file === undefined ? missing : (known.get(file) ?? missing);
    if (found.status === 404 || method === 'GET' || method === 'HEAD') return found;
    return { ...found, status: 405, headers: { ...found.headers, allow: 'GET, HEAD' }, body: Buffer.alloc(0) };
  };
};

const read = (file: string): string => readFileSync(path.join(web, file), 'utf8');

const filled = (html: string, values: Readonly<Record<string, string>>): string => {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, escaped(value)), html);
};

/** A page that runs its own script and nothing else, is styled by its own origin, talks to its own origin, and tells nobody where it was. */
const pageOf = (status: number, html: string): Answer => {
  const policy = [
    "default-src 'none'",
    `script-src ${hashes(html)}`,
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const answer = answerOf(status, 'text/html; charset=utf-8', html);
  return { ...answer, headers: { ...answer.headers, 'content-security-policy': policy } };
};

const answerOf = (status: number, type: string, text: string): Answer => ({
  status,
  headers: {
    'content-type': type,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  },
  body: Buffer.from(text),
});

const hashes = (html: string): string => {
  const contents = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, content]) => content ?? '');
  if (contents.length === 0) return "'none'";
  return contents.map((content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`).join(' ');
};
