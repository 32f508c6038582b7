import { context } from '../kit/contract/contract.ts';

/** Accounts of customers and of staff, and who may come in. */
export const accounts = context('accounts', {
  tables: {
    accounts: {
      key: 'id',
      holds: 'pseudonyms',
      indexes: { byPerson: { key: 'person' }, open: { key: 'open', sort: 'checkAt', numericSort: true } },
    },
    staff: { key: 'id', holds: 'pseudonyms' },
    codes: { key: 'id', expires: 'expiresAt', holds: 'pseudonyms' },
    limits: { key: 'id', expires: 'expiresAt', holds: 'pseudonyms' },
  },
  offers: {
    sessionOf: ['identity.accessTokenVerifier', { accounts: ['GetItem'], staff: ['GetItem'] }],
    accountOf: [{ 'accounts/byPerson': ['Query'], accounts: ['GetItem'] }],
    joinWrite: [{ accounts: ['UpdateItem'] }],
    mayOpen: [],
  },
});
