import { context } from '../kit/contract/contract.ts';

export { MailingAddress, PersonName, Telephone } from './schemas.ts';

const opening = { persons: ['GetItem'], keys: ['GetItem'], 'kms:contact': ['Decrypt'] } as const;
const making = [
  { persons: ['PutItem'], keys: ['PutItem'], 'kms:contact': ['GenerateDataKey'] },
  'secret:person-lookup-keys',
] as const;
const openingKey = { keys: ['GetItem'], 'kms:contact': ['Decrypt'] } as const;

/** People: the only place of an address, sealed under a key of the person's own, and the journal of what they refused. */
export const people = context('people', {
  tables: {
    persons: {
      key: 'id',
      holds: 'personal-data',
      why: 'How somebody is reached: the only place of an address.',
      kept: {
        until: 'they are erased, at their wish or, without an account, when their last order is done with',
        why: 'it is theirs, and mail about an order goes there',
      },
      fields: { pseudonym: 'id', sealed: 'sealed.*', plain: 'kind sources.*.source sources.*.at version at' },
    },
    keys: {
      key: 'id',
      holds: 'person-keys',
      indexes: { byAddress: { key: 'lookup' } },
      why: 'The key that opens what is held on a person, wrapped by KMS, and the hash by which they are found.',
      kept: { until: 'the person is erased', why: 'with it everything sealed under it is unreadable, in every copy' },
      fields: { pseudonym: 'id keyId', sealed: 'wrapped', hash: 'lookup', plain: 'purpose' },
    },
    journal: {
      key: 'id',
      holds: 'pseudonyms',
      why: 'What somebody refused or had erased, so that a restored copy is told.',
      kept: { until: 'the shop closes', why: 'a no has no end' },
      fields: { pseudonym: 'id', hash: 'hash', plain: 'kind at topics' },
    },
  },
  offers: {
    newPerson: making,
    newPersonSealing: making,
    emailOf: [opening],
    contactOf: [opening],
    contactWrite: [opening, { persons: ['UpdateItem'] }],
    emailWrites: [opening, { persons: ['UpdateItem'], keys: ['UpdateItem'] }, 'secret:person-lookup-keys'],
    personsAt: [{ 'keys/byAddress': ['Query'] }, 'secret:person-lookup-keys'],
    mailboxHash: ['secret:address-keys'],
    referenceHash: ['secret:address-keys'],
    sealFor: [openingKey],
    openFor: [openingKey],
    eraseWrites: [
      opening,
      { persons: ['DeleteItem'], keys: ['DeleteItem'], journal: ['PutItem'] },
      'secret:address-keys',
    ],
    forgetWrites: [{ persons: ['DeleteItem'], keys: ['DeleteItem'] }],
    journalWrite: [{ journal: ['PutItem'] }],
    journalFrom: [{ journal: ['Scan'] }],
    replayEntry: [{ persons: ['DeleteItem'] }],
    personsFrom: [{ persons: ['Scan'] }],
    rehashLookups: [opening, { keys: ['Scan', 'UpdateItem'] }, 'secret:person-lookup-keys'],
  },
});
