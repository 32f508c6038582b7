import { context } from '../kit/contract/contract.ts';

export { MailingAddress, PersonName, Telephone } from './schemas.ts';

const opening = { persons: ['GetItem'], keys: ['GetItem'], 'kms:contact': ['Decrypt'] } as const;
const openingKey = { keys: ['GetItem'], 'kms:contact': ['Decrypt'] } as const;

/** People: the only place of an address, sealed under a key of the person's own, and the journal of what they refused. */
export const people = context('people', {
  tables: {
    persons: { key: 'id', holds: 'personal-data' },
    keys: { key: 'id', holds: 'person-keys', indexes: { byAddress: { key: 'lookup' } } },
    journal: { key: 'id', holds: 'pseudonyms' },
  },
  offers: {
    newPerson: [
      { persons: ['PutItem'], keys: ['PutItem'], 'kms:contact': ['GenerateDataKey'] },
      'secret:person-lookup-keys',
    ],
    emailOf: [opening],
    contactOf: [opening],
    contactWrite: [opening, { persons: ['UpdateItem'] }],
    emailWrites: [opening, { persons: ['UpdateItem'], keys: ['UpdateItem'] }, 'secret:person-lookup-keys'],
    personsAt: [{ 'keys/byAddress': ['Query'] }, 'secret:person-lookup-keys'],
    mailboxHash: ['secret:address-keys'],
    sealFor: [openingKey],
    openFor: [openingKey],
    eraseWrites: [
      opening,
      { persons: ['DeleteItem'], keys: ['DeleteItem'], journal: ['PutItem'] },
      'secret:address-keys',
    ],
    journalWrite: [{ journal: ['PutItem'] }],
    journalEntries: [{ journal: ['Scan'] }],
  },
});
