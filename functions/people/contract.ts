import { context } from '../kit/contract/contract.ts';

/** People: the only place of an address, sealed under a key of the person's own. */
export const people = context('people', {
  tables: {
    persons: { key: 'id', holds: 'personal-data' },
    keys: { key: 'id', holds: 'person-keys' },
  },
  offers: {
    newPerson: [{ persons: ['PutItem'], keys: ['PutItem'], 'kms:contact': ['GenerateDataKey'] }],
    emailOf: [{ persons: ['GetItem'], keys: ['GetItem'], 'kms:contact': ['Decrypt'] }],
  },
});
