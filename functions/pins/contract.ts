import { context } from '../kit/contract/contract.ts';

/** The stock of PINs: a PIN is free, or held by one order; a held PIN of a fulfilled order is sold. */
export const pins = context('pins', {
  tables: {
    pins: { key: 'sku', sort: 'id', holds: 'personal-data', indexes: { free: { key: 'free', sort: 'id' } } },
    holds: { key: 'order', holds: 'pseudonyms' },
    keys: { key: 'id', holds: 'batch-keys' },
  },
  offers: {
    holdPins: [{ 'pins/free': ['Query'], pins: ['UpdateItem'], holds: ['PutItem'] }],
    releaseWrites: [{ pins: ['UpdateItem'], holds: ['GetItem', 'DeleteItem'] }],
    pinsOf: [{ holds: ['GetItem'], pins: ['BatchGetItem'], keys: ['BatchGetItem'], 'kms:pins': ['Decrypt'] }],
    freeCount: [{ 'pins/free': ['Query'] }],
    loadPins: [
      { pins: ['PutItem'], keys: ['GetItem', 'PutItem'], 'kms:pins': ['GenerateDataKey', 'Decrypt'] },
      'secret:lookup-keys',
    ],
    isPin: [],
  },
});
