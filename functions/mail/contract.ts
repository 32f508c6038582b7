import { context } from '../kit/contract/contract.ts';
import { daySeconds } from '../kit/value/time.ts';
import { ledgerKept } from './domain.ts';

/** Classes that the stream delivers; marketing is drained by the pacer. */
const atOnce = ['transactional', 'service', 'one-time'] as const;

const switching = { switches: ['GetItem', 'PutItem'] } as const;

const delivering = [
  'people.emailOf',
  'people.openFor',
  'people.mailboxHash',
  'preferences.addressOf',
  'preferences.claimAddress',
  'preferences.releaseWrite',
  'preferences.optOutToken',
  'orders.orderToken',
  'orders.orderReached',
  'port:mail',
  {
    outbox: ['UpdateItem'],
    texts: ['GetItem'],
    switches: ['GetItem'],
    rates: ['UpdateItem'],
    'ses:identity': ['SendRawEmail'],
    'ses:mail-set': ['SendRawEmail'],
    'ses:news-identity': ['SendRawEmail'],
    'ses:news-set': ['SendRawEmail'],
  },
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
        sealed: 'address data.code data.token data.friend data.sender',
        plain: `class template state attempts takeovers waiting checkAt at expiresAt leaseUntil claimedAt endedAt reason topic campaign
          fate data.again data.words
          data.placedAt data.lines.*.name data.lines.*.quantity data.lines.*.unitPrice.* data.total.* data.amount.* data.whole data.reason data.use data.minutes data.kind data.until data.at data.revealedAt data.card data.outcome`,
        hash: 'data.text data.consent',
      },
      indexes: { waiting: { key: 'waiting', sort: 'checkAt', numericSort: true } },
    },
    texts: {
      key: 'id',
      expires: 'expiresAt',
      holds: 'nothing-personal',
      why: 'The words of campaigns and announcements, alike for all who get them.',
      kept: { days: ledgerKept / daySeconds, after: 'they were stored', why: 'as long as the letters that say them' },
      fields: { plain: 'id subject html text expiresAt' },
    },
    pages: {
      key: 'id',
      expires: 'expiresAt',
      holds: 'pseudonyms',
      why: 'Which letters of a campaign wait for the pacer, a hundred at a time.',
      kept: {
        days: ledgerKept / daySeconds,
        after: 'it was put out, or less',
        why: 'a page goes when its letters have ended',
      },
      fields: { pseudonym: 'id letters', plain: 'campaign tries waiting checkAt expiresAt' },
      indexes: { waiting: { key: 'waiting', sort: 'checkAt', numericSort: true } },
    },
    rates: {
      key: 'of',
      sort: 'span',
      expires: 'expiresAt',
      holds: 'nothing-personal',
      why: 'How many mails were sent, bounced and were complained about, in spans of ten minutes.',
      kept: { days: ledgerKept / daySeconds, after: 'the span', why: 'as long as the letters that are counted' },
      fields: { plain: 'of span mails bounces softBounces complaints expiresAt' },
    },
    switches: {
      key: 'id',
      holds: 'nothing-personal',
      why: 'Whether marketing, or one campaign, is switched off, and which run is the pacer.',
      kept: { until: 'the shop closes', why: 'a campaign that was given up stays so' },
      fields: { plain: 'id state reason at run until' },
    },
  },
  offers: {
    letterWrite: [{ outbox: ['PutItem'] }],
    sealForLetter: ['people.sealFor'],
    letterField: [],
    readLetters: [{ outbox: ['BatchGetItem'] }],
    textWrite: [{ texts: ['PutItem'] }],
    pageWrite: [{ pages: ['PutItem'] }],
    mailSwitch: [{ switches: ['GetItem'] }],
    switchMail: [{ switches: ['PutItem'] }],
  },
  workers: {
    deliver: {
      on: {
        stream: 'outbox',
        where: [{ eventName: ['INSERT'], dynamodb: { NewImage: { class: { S: [...atOnce] } } } }],
      },
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
    pace: {
      on: { every: '1 minutes' },
      summary: 'Sends marketing that waits, at its part of the sending rate',
      timeout: 120,
      uses: [
        ...delivering,
        { pages: ['GetItem', 'UpdateItem', 'DeleteItem'], 'pages/waiting': ['Query'], switches: ['UpdateItem'] },
      ],
    },
    events: {
      on: { topic: 'mail-events' },
      summary: 'Hears from SES what became of mails',
      timeout: 60,
      uses: [
        'people.mailboxHash',
        'preferences.optOut',
        'preferences.guestConsent',
        'orders.orderReached',
        'policy.mailRules',
        { outbox: ['GetItem', 'UpdateItem', 'PutItem'], rates: ['UpdateItem', 'Query'], ...switching },
      ],
    },
  },
});
