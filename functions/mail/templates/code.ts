import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { CodeData } from '../schemas.ts';
import { page, type Links, type Mail } from './page.ts';

/** What somebody wants to do with the code. */
const wishes: Record<CodeData['use'], string> = {
  'sign-up': 'open an account with this address',
  password: 'choose a new password',
  email: 'use this address for your account',
  reactivation: 'use your account again',
  erasure: 'erase your account and what we hold about you',
};

const unasked = 'If that was not you, you have nothing to do: without the code nothing happens. Give it to nobody.';

/** Returns the mail with a code. The subject says nothing of it: subjects are shown on locked screens. */
export const code = (data: CodeData, links: Links): Mail => {
  const subject = `Your code for ${new URL(links.origin).hostname}`;
  const wish = `Somebody at ${links.origin} wants to ${wishes[data.use]}. This is the code for it:`;
  const digits = oneLine(data.code);
  const good = `It is good for ${data.minutes} minutes, once.`;
  const body = html`<p>${wish}</p>
    <p style="font-size: 1.5em; letter-spacing: 0.1em"><b>${digits}</b></p>
    <p>${good}</p>
    <p>${unasked}</p>`;
  return { subject, text: `${[wish, digits, good, unasked].join('\n\n')}\n`, html: page(subject, body) };
};
