import { unfitReasons } from './domain.ts';
import { context } from '../kit/contract/contract.ts';

export { unfitReasons };

/** The stock of PINs: a PIN is free, or held by one order; a held PIN of a fulfilled order is sold. */
export const pins = context('pins', {
  tables: {
    pins: {
      key: 'sku',
      sort: 'id',
      holds: 'personal-data',
      indexes: { free: { key: 'free', sort: 'id' }, unfit: { key: 'unfit', sort: 'id' } },
      why: 'The goods: PINs that are free, and those that an order has.',
      kept: {
        until: 'the order that has it goes',
        why: 'a PIN was paid for, and may be asked for as long as its order',
      },
      fields: {
        pseudonym: 'heldBy',
        sealed: 'sealed',
        hash: 'id batch',
        plain: 'sku free unfit unfitAt reported reportedAt',
      },
    },
    holds: {
      key: 'order',
      holds: 'pseudonyms',
      why: 'Which PINs an order has.',
      kept: { until: 'the order goes, or gives them back', why: "it is the buyer's way to the PINs" },
      fields: { pseudonym: 'order', hash: 'pins.*.* replaced.*.from replaced.*.to', plain: 'replaced.*.sku' },
    },
    keys: {
      key: 'id',
      holds: 'batch-keys',
      why: 'The keys of PINs, a batch one, wrapped by KMS.',
      kept: { until: 'the last PIN of the batch goes', why: 'without it the PINs are unreadable' },
      fields: { sealed: 'wrapped', hash: 'id', plain: 'purpose' },
    },
  },
  offers: {
    holdPins: [{ 'pins/free': ['Query'], pins: ['UpdateItem'], holds: ['PutItem'] }],
    burnWrites: [{ pins: ['UpdateItem'], holds: ['GetItem'] }],
    releaseWrites: [{ pins: ['UpdateItem'], holds: ['GetItem', 'DeleteItem'] }],
    pinDeletions: [{ pins: ['DeleteItem'], holds: ['GetItem', 'DeleteItem'] }],
    pinsOf: [{ holds: ['GetItem'], pins: ['BatchGetItem'], keys: ['BatchGetItem'], 'kms:pins': ['Decrypt'] }],
    orderPins: [{ holds: ['GetItem'], pins: ['BatchGetItem'] }],
    reportPin: [{ pins: ['UpdateItem'] }],
    replacePin: [{ 'pins/free': ['Query'], pins: ['UpdateItem'], holds: ['UpdateItem'] }],
    recallBatch: [{ pins: ['Query', 'UpdateItem'] }],
    freeCount: [{ 'pins/free': ['Query'] }],
    unfitCount: [{ 'pins/unfit': ['Query'] }],
    loadPins: [
      { pins: ['PutItem'], keys: ['GetItem', 'PutItem'], 'kms:pins': ['GenerateDataKey', 'Decrypt'] },
      'secret:lookup-keys',
    ],
    isPin: [],
  },
});
