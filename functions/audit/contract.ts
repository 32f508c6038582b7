import { context } from '../kit/contract/contract.ts';

/**
 * Who of the staff read or changed which fields of a person, when and why. Rows are put once; a sequencer gives them an index
 * and writes their digests into a Merkle log with a signed head, so that what is changed afterwards is found.
 */
export const audit = context('audit', {
  tables: {
    accesses: {
      key: 'day',
      sort: 'id',
      expires: 'expiresAt',
      holds: 'pseudonyms',
      indexes: {
        byPerson: {
          key: 'person',
          sort: 'id',
          project: ['staff', 'action', 'fields', 'reason', 'explained', 'at', 'expiresAt'],
        },
        waiting: { key: 'waiting', sort: 'id' },
      },
    },
    leaves: { key: 'log', sort: 'from', holds: 'nothing-personal' },
    heads: { key: 'log', sort: 'position', holds: 'nothing-personal' },
  },
  offers: {
    recordAccess: [{ accesses: ['PutItem'] }],
    accessesOf: [{ 'accesses/byPerson': ['Query'] }],
    accesses: [{ accesses: ['Query'], 'accesses/byPerson': ['Query'] }],
  },
  workers: {
    sequence: {
      // Four, so that a row has its index within five minutes whatever moment it comes at.
      on: { every: '4 minutes' },
      summary: 'Gives recorded accesses their index, writes their digests into the log, and signs its head',
      timeout: 120,
      uses: [
        {
          accesses: ['BatchGetItem', 'UpdateItem'],
          'accesses/waiting': ['Query'],
          leaves: ['PutItem'],
          heads: ['GetItem', 'PutItem', 'UpdateItem'],
        },
        'secret:audit-log-key',
      ],
    },
  },
});
