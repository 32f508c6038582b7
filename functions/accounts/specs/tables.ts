import type { TableSpec } from '../../kit/contract/table.ts';

/** What is stored of accounts. */
export const tables = {
  accounts: {
    key: 'id',
    holds: 'pseudonyms',
    why: 'An account: who it is of, its status, and which sign-ins have ended',
    kept: { until: 'the account is erased, or a day has passed without a confirmation', why: 'it is the account' },
    fields: {
      pseudonym: 'id person request',
      plain: 'status before validAfter revoked.* joined.* marketing version at open checkAt',
    },
    indexes: { byPerson: { key: 'person' }, open: { key: 'open', sort: 'checkAt', numericSort: true } },
  },
  staff: {
    key: 'id',
    holds: 'pseudonyms',
    why: 'Which sign-ins of a member of staff have ended, and whether they are shut out',
    kept: { until: 'the shop closes', why: 'whoever was shut out stays out' },
    fields: { pseudonym: 'id', plain: 'status validAfter revoked.*' },
  },
  codes: {
    key: 'id',
    expires: 'expiresAt',
    holds: 'pseudonyms',
    why: 'Codes that were sent by mail, and what they are for',
    kept: { until: 'thirty minutes have passed', why: 'a code is not good for longer' },
    fields: { pseudonym: 'account used', hash: 'id hash', sealed: 'address', plain: 'tries expiresAt' },
  },
  limits: {
    key: 'id',
    expires: 'expiresAt',
    holds: 'pseudonyms',
    why: 'How often something was asked for an address, known or not',
    kept: { until: 'the window of its limit has passed', why: 'it is counted within an hour at most' },
    fields: { hash: 'id', plain: 'count expiresAt' },
  },
} as const satisfies Record<string, TableSpec>;
