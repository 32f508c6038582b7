import { keyAttributes, keySchema, pascalCase, protectionOf } from '../../../../lib/plans/tables.ts';

describe('a table', () => {
  it('declares each key attribute once, numeric sort keys as numbers', () => {
    const open = { key: 'open', sort: 'checkAt', numericSort: true } as const;
    const free = { key: 'free', sort: 'id' };
    expect(keyAttributes({ key: 'sku', sort: 'id', holds: 'pseudonyms', indexes: { open, free } })).toEqual([
      { attributeName: 'sku', attributeType: 'S' },
      { attributeName: 'id', attributeType: 'S' },
      { attributeName: 'open', attributeType: 'S' },
      { attributeName: 'checkAt', attributeType: 'N' },
      { attributeName: 'free', attributeType: 'S' },
    ]);
  });

  it('has a sort key only where it asks for one', () => {
    expect(keySchema({ key: 'id' })).toEqual([{ attributeName: 'id', keyType: 'HASH' }]);
    expect(keySchema({ key: 'id', sort: 'at' })).toHaveLength(2);
  });

  it('of the keys of persons has no backup, and every other has, the keys of PIN batches too', () => {
    expect(protectionOf('person-keys')).toEqual({ managedKey: true, pointInTimeRecovery: false });
    expect(protectionOf('batch-keys')).toEqual({ managedKey: true, pointInTimeRecovery: true });
    expect(protectionOf('personal-data')).toEqual({ managedKey: true, pointInTimeRecovery: true });
    expect(protectionOf('pseudonyms')).toEqual({ managedKey: true, pointInTimeRecovery: true });
    expect(protectionOf('nothing-personal')).toEqual({ managedKey: false, pointInTimeRecovery: true });
  });
});

describe('a logical id', () => {
  it.each([
    ['mail.outbox', 'MailOutbox'],
    ['cart-public', 'CartPublic'],
    ['GET /products/{sku}', 'GETProductsSku'],
    ['$default', 'Default'],
    ['GET /openapi.json', 'GETOpenapiJson'],
  ])('of %s is %s', (name, id) => {
    expect(pascalCase(name)).toBe(id);
  });
});
