import type { Context } from '../../functions/kit/contract/contract.ts';
import { marks, pathsOf, type Kept, type Mark } from '../../functions/kit/contract/held.ts';
import { functionsOf, type FunctionPlan } from '../../lib/plans/functions.ts';
import { protectionOf, tablesOf, type TablePlan } from '../../lib/plans/tables.ts';
import { code, codes, tableOf } from './markdown.ts';

const words: Record<Mark, string> = {
  pseudonym: 'pseudonyms',
  sealed: 'sealed',
  hash: 'keyed or one-way hashes',
  plain: 'nothing of a person',
};

const keptFor = (kept: Kept | undefined): string => {
  if (!kept) return '';
  return 'days' in kept ? `${kept.days} days after ${kept.after}: ${kept.why}` : `until ${kept.until}: ${kept.why}`;
};

const readingActions = /^(GetItem|BatchGetItem|Query|Scan)$/;

/** Whether a function may read a table, by itself, by an index, or by its stream. */
const reads = ({ needs, on }: FunctionPlan, table: string): boolean =>
  (on !== undefined && 'stream' in on && on.stream === table) ||
  Object.entries(needs).some(
    ([resource, actions]) => resource.split('/')[0] === table && actions.some((action) => readingActions.test(action)),
  );

const tablePart = ({ name, spec }: TablePlan, functions: readonly FunctionPlan[]): string => {
  const readers = functions.filter((plan) => reads(plan, name)).map((plan) => plan.name);
  const { pointInTimeRecovery } = protectionOf(spec.holds);
  const about = tableOf(
    ['', ''],
    [
      ['why', spec.why ?? ''],
      ['kept', keptFor(spec.kept)],
      ['in backups', pointInTimeRecovery ? 'for 35 days' : 'no'],
      ['read by', codes(readers) || 'nobody'],
    ],
  );
  const fields = spec.fields ?? {};
  const rows = marks.map((mark) => [words[mark], codes(pathsOf(fields, mark))]).filter(([, paths]) => paths);
  return `### ${code(name)}: ${spec.holds}\n\n${about}\n\n${tableOf(['attributes', ''], rows)}`;
};

const outside = tableOf(
  ['who', 'what', 'why', 'how long'],
  [
    [
      'Amazon Cognito (two user pools)',
      'the address of a customer, a verifier of the password; of staff the same and a TOTP secret',
      'sign-in',
      'until the account is erased',
    ],
    [
      'PayPal',
      'what the buyer enters there; of us the id of the order, its lines and amounts, and the links back',
      'payment: PayPal is the one to collect it, and the notice at the point of sale says so',
      'by its own rules; an erasure here does not reach it, and the answer to it says so',
    ],
    [
      'Amazon SES',
      'the address and the mail, while it is sent; its own suppression list is off',
      'mail',
      'until it is handed over',
    ],
    [
      'CloudTrail',
      'the random id of a data key and its purpose at every use; no id of a person',
      'who used the key',
      'as the account keeps its trail',
    ],
  ],
);

/**
 * Returns the data inventory in Markdown: of every table what is in it, why, for how long, and which functions read it, as the
 * contracts have it; and what is held outside of the tables.
 */
export const inventoryOf = (contexts: readonly Context[]): string => {
  const functions = functionsOf(contexts);
  return `# Data inventory

Generated from the contracts by \`npm run docs\`; never edited.

What is held, why, where, for how long, and who reads it. Every attribute has a mark in its contract, and a test walks the rows
that a journey leaves: an attribute without a mark fails it, and there is no mark for a personal value in the clear. A path has a
\`*\` for any name or any place in a list.

- **pseudonyms** are ids that lead to a person only through \`people.persons\` and \`people.keys\`, of which an erasure deletes the rows.
- **sealed** is what can be read with a data key alone: that of the person, or that of a batch of PINs. It is encrypted
  with AES-256-GCM and bound to its place.
- **hashes** can be compared by whoever has the key, and not be turned back.

All tables are encrypted at rest by DynamoDB in us-east-1.

## Tables

${tablesOf(contexts)
  .map((table) => tablePart(table, functions))
  .join('\n\n')}

## Outside of the tables

${outside}
`;
};
