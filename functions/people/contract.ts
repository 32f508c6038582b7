import { context } from '../kit/contract/contract.ts';

/** People: the only place of an address, sealed under a key of the person's own. */
export const profile = context('profile', {
  tables: {
    persons: { key: 'id', holds: 'personal-data' },
    keys: { key: 'id', holds: 'person-keys' },
  },
});
