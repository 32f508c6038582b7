import type { TableSpec } from '../../kit/contract/table.ts';

/** What is stored of accounts. */
export const tables = {
  accounts: {
    key: 'id',
    holds: 'pseudonyms',
    why: 'An account: who it is of, its status, and which sign-ins have ended',
    kept: { until: 'the account is erased, or a day has passed without a confirmation', why: 'it is the account' },
    fields: {
      pseudonym: 'id person request method',
      hash: 'attempt',
      plain: 'status before validAfter revoked.* joined.* methodRemovedAt marketing version at open checkAt',
    },
    indexes: { byPerson: { key: 'person' }, open: { key: 'open', sort: 'checkAt', numericSort: true } },
  },
  methods: {
    key: 'id',
    holds: 'personal-data',
    why: "A saved payment method: PayPal's reference, sealed, and the consent to it",
    kept: {
      until: 'its owner removes it, here or at PayPal, or is erased, and PayPal has confirmed',
      why: 'the customer wanted to pay later orders with it',
    },
    fields: {
      pseudonym: 'account person order',
      hash: 'id consent.text',
      sealed: 'sealed',
      plain: 'consent.at consent.source state at open checkAt',
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
    why: 'Codes that were sent by mail, and what they are for; for which address two browsers signed up',
    kept: { until: 'thirty minutes have passed, of two sign-ups a day', why: 'neither is good for longer' },
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
