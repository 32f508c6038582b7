import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { contexts } from '../../../../functions/contexts.ts';
import { context } from '../../../../functions/kit/contract/contract.ts';
import { functionsOf } from '../../../../lib/plans/functions.ts';
import { tablesOf } from '../../../../lib/plans/tables.ts';
import { referenceOf } from '../../../../tools/docs/reference.ts';

const below = context('below', {
  tables: { rows: { key: 'id', holds: 'person-keys', stream: 'new' } },
  offers: { find: [{ rows: ['GetItem'] }, 'secret:above'] },
});
const above = context('above', {
  tables: {
    events: {
      key: 'day',
      sort: 'id',
      expires: 'expiresAt',
      holds: 'nothing-personal',
      indexes: { open: { key: 'open', sort: 'checkAt', numericSort: true, project: ['type'] } },
    },
  },
  routes: {
    read: {
      at: 'GET /events',
      auth: 'staff:support',
      summary: 'Read a|b',
      returns: z.object({}),
      problems: ['not-found'],
      uses: ['below.find', { 'events/open': ['Query'] }],
    },
  },
  workers: {
    listen: { on: { stream: 'below.rows', where: [] }, summary: 'Listens', timeout: 30, uses: [] },
    sweep: { on: { every: '5 minutes' }, summary: 'Sweeps', timeout: 240, uses: ['wake:above.listen'] },
  },
});
const lines = (made: string, start: string): string[] => made.split('\n').filter((line) => line.startsWith(start));
const accounts = context('accounts', { offers: { sessionOf: [] } });
const made = referenceOf([below, accounts, above]);

describe('the reference of the contracts', () => {
  it('has a context with those below that it uses, and what it offers', () => {
    expect(lines(made, '| [')).toEqual([
      '| [below](../functions/below/README.md) |  | `find` |',
      '| [accounts](../functions/accounts/README.md) |  | `sessionOf` |',
      '| [above](../functions/above/README.md) | below |  |',
    ]);
  });

  it('has a table with key, indexes, expiry, stream, and what follows from its content', () => {
    expect(lines(made, '| `below.rows`')).toEqual([
      '| `below.rows` | `id` |  |  | new | person-keys | AWS managed key | no |',
    ]);
    expect(lines(made, '| `above.events`')).toEqual([
      '| `above.events` | `day`, `id` | `open`: `open`, `checkAt` (number), with `type` | `expiresAt` |  | nothing-personal | AWS owned key | yes |',
    ]);
  });

  it('has a function with its trigger, its time-out and all that its offers come to', () => {
    expect(lines(made, '| `above-')).toEqual([
      '| `above-staff` | routes | 10 s | `above.events/open` Query; `below.rows` GetItem; `ssm:above` GetParameters |',
      '| `above-listen` | stream of `below.rows` | 30 s |  |',
      '| `above-sweep` | every 5 minutes | 240 s | `lambda:above.listen` InvokeFunction |',
    ]);
  });

  it('has a route with who may call it, its problems and its function', () => {
    expect(lines(made, '| `GET /events`')).toEqual([
      '| `GET /events` | staff:support | Read a\\|b | `not-found` | `above-staff` |',
    ]);
  });

  it('leaves out no table, function or route of the shop', () => {
    const shop = referenceOf(contexts);
    const routes = contexts.flatMap((each) => Object.values(each.routes ?? {}).map(({ at }) => at));
    for (const name of [...tablesOf(contexts), ...functionsOf(contexts)].map((each) => each.name).concat(routes))
      expect(lines(shop, `| \`${name}\` |`)).toHaveLength(1);
  });

  it('is the one that is committed, whose tables are aligned', () => {
    const unaligned = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
    expect(unaligned(readFileSync('docs/reference.md', 'utf8'))).toBe(unaligned(referenceOf(contexts)));
  });
});
