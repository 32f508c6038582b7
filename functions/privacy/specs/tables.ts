import type { TableSpec } from '../../kit/contract/table.ts';
import { requestKeptDays } from '../domain/request.ts';

/** What privacy stores: requests, the ledger of erasures, and where retention stopped. */
export const tables = {
  requests: {
    key: 'id',
    expires: 'expiresAt',
    stream: 'new',
    holds: 'pseudonyms',
    why: 'What somebody asked for, who sees to it and until when, and the answer on record.',
    kept: { days: requestKeptDays, after: 'the answer', why: 'as long as somebody may complain about it' },
    fields: {
      pseudonym: 'id person keeps.*.order',
      plain: 'kind via owner state askedAt dueAt answeredAt erased keeps.*.reason keeps.*.until open checkAt expiresAt',
    },
    indexes: {
      due: { key: 'open', sort: 'checkAt', numericSort: true },
      byPerson: { key: 'person' },
    },
  },
  erasures: {
    key: 'id',
    holds: 'pseudonyms',
    why: 'The ledger of erasures: that a person was erased, when, and for which request.',
    kept: { until: 'the shop closes', why: 'proof that it was done; the id leads to nobody' },
    fields: { pseudonym: 'id request', plain: 'at' },
  },
  holds: {
    key: 'id',
    expires: 'expiresAt',
    holds: 'pseudonyms',
    why: 'Legal holds: of which order nothing is erased, for which case, and until when.',
    kept: { days: requestKeptDays, after: 'the hold ended', why: 'as long as somebody may complain about it' },
    fields: { pseudonym: 'id', plain: 'reason at until liftedAt lifted expiresAt' },
  },
  progress: {
    key: 'id',
    holds: 'pseudonyms',
    why: 'Where the daily worker of retention stopped in each table.',
    kept: { until: 'the next run', why: 'it goes on from there' },
    fields: { pseudonym: 'after', plain: 'id at' },
  },
} as const satisfies Record<string, TableSpec>;
