import { context } from '../kit/contract/contract.ts';
import { daySeconds } from '../kit/value/time.ts';
import { ledgerKept } from './domain.ts';

const delivering = [
  'people.emailOf',
  'people.openFor',
  'orders.orderToken',
  'port:mail',
  { outbox: ['UpdateItem'], 'ses:identity': ['SendRawEmail'] },
] as const;

/** The one door for mail: letters wait in the outbox, are claimed before they are sent, and end in the ledger. */
export const mail = context('mail', {
  tables: {
    outbox: {
      key: 'id',
      expires: 'expiresAt',
      stream: 'new',
      holds: 'pseudonyms',
      why: 'Letters that wait, and what became of those that went out.',
      kept: {
        days: ledgerKept / daySeconds,
        after: 'it was put out',
        why: 'a buyer asks where a mail is within a quarter',
      },
      fields: {
        pseudonym: 'id to claim messageId data.order',
        sealed: 'address data.code data.token',
        plain: `class template state attempts takeovers waiting checkAt at expiresAt leaseUntil claimedAt endedAt reason
          data.placedAt data.lines.*.name data.lines.*.quantity data.lines.*.unitPrice.* data.total.* data.amount.* data.whole data.reason data.use data.minutes data.kind data.until data.at data.revealedAt data.card data.outcome`,
        hash: 'data.text',
      },
      indexes: { waiting: { key: 'waiting', sort: 'checkAt', numericSort: true } },
    },
  },
  offers: {
    letterWrite: [{ outbox: ['PutItem'] }],
    sealForLetter: ['people.sealFor'],
    letterField: [],
    readLetters: [{ outbox: ['BatchGetItem'] }],
  },
  workers: {
    deliver: {
      on: { stream: 'outbox', where: [{ eventName: ['INSERT'] }] },
      summary: 'Sends a letter as soon as it is in the outbox',
      timeout: 60,
      uses: delivering,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Sends letters that wait and closes those whose sender died',
      timeout: 240,
      uses: [...delivering, { 'outbox/waiting': ['Query'] }],
    },
  },
});
