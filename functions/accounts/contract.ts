import { context } from '../kit/contract/contract.ts';

/** Accounts of customers and of staff, and who may come in. */
export const accounts = context('accounts', {
  tables: {
    accounts: { key: 'id', holds: 'pseudonyms', indexes: { byPerson: { key: 'person' } } },
    staff: { key: 'id', holds: 'pseudonyms' },
    requests: { key: 'id', expires: 'expiresAt', stream: 'new', holds: 'person-keys' },
    codes: { key: 'id', expires: 'expiresAt', holds: 'pseudonyms' },
    limits: { key: 'id', expires: 'expiresAt', holds: 'pseudonyms' },
  },
  offers: {
    sessionOf: ['identity.accessTokenVerifier', { accounts: ['GetItem'], staff: ['GetItem'] }],
  },
});
