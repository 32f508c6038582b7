import { contexts } from '../../functions/contexts.ts';
import type { Holds } from '../../functions/kit/contract.ts';
import { ofType, templatesOf } from './templates.ts';

const { data, api, dataIsProtected } = templatesOf();

/** A changed logical id makes CloudFormation build a new, empty thing: an id leaves this list by a migration only. */
const stateful = {
  CartCarts: 'AWS::DynamoDB::Table',
  CatalogueProducts: 'AWS::DynamoDB::Table',
  CheckoutOrders: 'AWS::DynamoDB::Table',
  CheckoutRequests: 'AWS::DynamoDB::Table',
  ContactKey: 'AWS::KMS::Key',
  ContactKeyAlias: 'AWS::KMS::Alias',
  FulfilmentHolds: 'AWS::DynamoDB::Table',
  FulfilmentKeys: 'AWS::DynamoDB::Table',
  FulfilmentPins: 'AWS::DynamoDB::Table',
  MailIdentity: 'AWS::SES::EmailIdentity',
  MailOutbox: 'AWS::DynamoDB::Table',
  PaymentsEvents: 'AWS::DynamoDB::Table',
  PinsKey: 'AWS::KMS::Key',
  PinsKeyAlias: 'AWS::KMS::Alias',
  ProfileKeys: 'AWS::DynamoDB::Table',
  ProfilePersons: 'AWS::DynamoDB::Table',
};

const tables = contexts.flatMap((context) =>
  Object.entries(context.tables ?? {}).map(([name, spec]) => ({ name: `candor-dev-${context.name}-${name}`, spec })),
);
const tableNamed = (name: string) => {
  const found = ofType(data, 'AWS::DynamoDB::Table').find(([, { Properties }]) => Properties['TableName'] === name);
  if (!found) throw new Error(`no table ${name}`);
  return found[1];
};

const protection: Record<Holds, { sse: boolean; backup: boolean }> = {
  'nothing-personal': { sse: false, backup: true },
  pseudonyms: { sse: true, backup: true },
  'personal-data': { sse: true, backup: true },
  'person-keys': { sse: true, backup: false },
  'batch-keys': { sse: true, backup: true },
};

describe('what is kept', () => {
  it('has the logical ids that it has always had', () => {
    const types = Object.entries(data.Resources).map(([id, { Type }]) => [id, Type]);
    expect(Object.fromEntries(types)).toEqual(stateful);
  });

  it('stays when it leaves the template or the stack goes, which is protected itself', () => {
    for (const resource of Object.values(data.Resources)) {
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
    expect(dataIsProtected).toBe(true);
  });

  it('is all in the data stack', () => {
    const kinds = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SES::EmailIdentity', 'AWS::S3::Bucket'];
    expect(kinds.flatMap((kind) => ofType(api, kind))).toEqual([]);
  });

  it('is sealed under keys that rotate', () => {
    const keys = ofType(data, 'AWS::KMS::Key');
    expect(keys.map(([, { Properties }]) => Properties['EnableKeyRotation'])).toEqual([true, true]);
    const aliases = ofType(data, 'AWS::KMS::Alias').map(([, { Properties }]) => Properties);
    expect(aliases).toEqual([
      { AliasName: 'alias/candor-dev-contact', TargetKeyId: { Ref: 'ContactKey' } },
      { AliasName: 'alias/candor-dev-pins', TargetKeyId: { Ref: 'PinsKey' } },
    ]);
  });
});

describe('tables', () => {
  it('are those of the contracts', () => {
    const names = ofType(data, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties['TableName']);
    expect(names.sort()).toEqual(tables.map(({ name }) => name).sort());
  });

  it.each(tables)('$name is encrypted and backed up by what it holds', ({ name, spec }) => {
    const { sse, backup } = protection[spec.holds];
    expect(tableNamed(name).Properties).toMatchObject({
      SSESpecification: { SSEEnabled: sse },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: backup },
      DeletionProtectionEnabled: true,
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  it.each(tables)('$name has the keys, expiry and stream of its contract', ({ name, spec }) => {
    const { Properties } = tableNamed(name);
    const sort = spec.sort ? [{ AttributeName: spec.sort, KeyType: 'RANGE' }] : [];
    expect(Properties['KeySchema']).toEqual([{ AttributeName: spec.key, KeyType: 'HASH' }, ...sort]);
    const expiry = spec.expires ? { AttributeName: spec.expires, Enabled: true } : undefined;
    expect(Properties['TimeToLiveSpecification']).toEqual(expiry);
    expect(Properties['StreamSpecification']).toEqual(spec.stream && { StreamViewType: 'NEW_IMAGE' });
    const indexes = (Properties['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[];
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual(Object.keys(spec.indexes ?? {}));
  });
});
