import { context } from '../kit/contract/contract.ts';

const delivering = {
  outbox: ['UpdateItem'],
  'profile.persons': ['GetItem'],
  'profile.keys': ['GetItem'],
  'kms:contact': ['Decrypt'],
  'ssm:signing-keys': ['GetParameters'],
  'ses:identity': ['SendRawEmail'],
} as const;

/** The one door for mail: letters wait in the outbox, are claimed before they are sent, and end in the ledger. */
export const mail = context('mail', {
  tables: {
    outbox: {
      key: 'id',
      expires: 'expiresAt',
      stream: 'new',
      holds: 'pseudonyms',
      indexes: { waiting: { key: 'waiting', sort: 'checkAt', numericSort: true } },
    },
  },
  workers: {
    deliver: {
      on: { stream: 'outbox', where: [{ eventName: ['INSERT'] }] },
      summary: 'Sends a letter as soon as it is in the outbox',
      timeout: 60,
      needs: delivering,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Sends letters that wait and closes those whose sender died',
      timeout: 240,
      needs: { ...delivering, 'outbox/waiting': ['Query'] },
    },
  },
});
