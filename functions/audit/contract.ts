import { context } from '../kit/contract/contract.ts';
import { keptDays } from './domain/access.ts';

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
      why: 'Who of the staff saw or changed which fields of a person, when and why; ids and names of fields, never a value.',
      kept: { days: keptDays, after: 'the access', why: 'somebody may ask so long who looked' },
      fields: {
        pseudonym: 'id staff person reason',
        plain: 'day at action fields.* explained nonce index waiting expiresAt',
      },
      indexes: {
        byPerson: {
          key: 'person',
          sort: 'id',
          project: ['staff', 'action', 'fields', 'reason', 'explained', 'at', 'expiresAt'],
        },
        waiting: { key: 'waiting', sort: 'id' },
      },
    },
    leaves: {
      key: 'log',
      sort: 'from',
      holds: 'nothing-personal',
      why: 'Digests of accesses, by which a changed row is found.',
      kept: { until: 'the shop closes', why: 'a log that forgets its beginning proves nothing' },
      fields: { hash: 'leaves.*.commitment', plain: 'log from leaves.*.until' },
    },
    heads: {
      key: 'log',
      sort: 'position',
      holds: 'nothing-personal',
      why: 'The head of that log, and the heads that were signed.',
      kept: { until: 'the shop closes', why: 'an earlier head shows a fork' },
      fields: { hash: 'roots.*', plain: 'log position origin size note' },
    },
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
