import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { identityForm, mailboxForm } from '../../../../functions/kit/value/email-address.ts';

const published = readFileSync(new URL('../../../../docs/addresses.md', import.meta.url), 'utf8');

/** The vectors of a chapter: what is typed, and its form; undefined where that is `no address`. */
const vectorsOf = (chapter: string): [string, string | undefined][] => {
  const text = published.split(`## ${chapter}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = [...text.matchAll(/^\| `(.+?)` +\| (?:`(.+?)`|no address) +\|$/gm)];
  return rows.map(([, typed = '', form]) => [typed, form]);
};

describe('the identity form of an address', () => {
  const vectors = vectorsOf('Identity');

  it('has published vectors', () => expect(vectors).toHaveLength(15));

  it.each(vectors)('is for %j as docs/addresses.md has it', (typed, form) => expect(identityForm(typed)).toBe(form));

  it('is its own identity form', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const form = identityForm(address);
        if (form !== undefined) expect(identityForm(form)).toBe(form);
      }),
    );
  });
});

describe('the mailbox form of an address', () => {
  const vectors = vectorsOf('Mailbox');

  it('has published vectors', () => expect(vectors).toHaveLength(10));

  it.each(vectors)('is for %j as docs/addresses.md has it', (typed, form) => expect(mailboxForm(typed)).toBe(form));

  it('is the same for every spelling of one identity', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const form = identityForm(address);
        if (form !== undefined) expect(mailboxForm(form)).toBe(mailboxForm(` ${address.toUpperCase()} `));
      }),
    );
  });
});
