import { ofType, templatesOf, type Json, type Resource } from './templates.ts';

const { data, api, dataIsProtected } = templatesOf();

/** A changed logical id makes CloudFormation build a new, empty thing: an id leaves this list by a migration only. */
const stateful = {
  AccountsAccounts: 'AWS::DynamoDB::Table',
  AccountsCodes: 'AWS::DynamoDB::Table',
  AccountsLimits: 'AWS::DynamoDB::Table',
  AccountsMethods: 'AWS::DynamoDB::Table',
  AccountsStaff: 'AWS::DynamoDB::Table',
  AuditAccesses: 'AWS::DynamoDB::Table',
  AuditHeads: 'AWS::DynamoDB::Table',
  AuditLeaves: 'AWS::DynamoDB::Table',
  CartCarts: 'AWS::DynamoDB::Table',
  CatalogueProducts: 'AWS::DynamoDB::Table',
  OrdersOrders: 'AWS::DynamoDB::Table',
  CheckoutRequests: 'AWS::DynamoDB::Table',
  PinsHolds: 'AWS::DynamoDB::Table',
  PinsKeys: 'AWS::DynamoDB::Table',
  PinsPins: 'AWS::DynamoDB::Table',
  MailIdentity: 'AWS::SES::EmailIdentity',
  NewsIdentity: 'AWS::SES::EmailIdentity',
  MailOutbox: 'AWS::DynamoDB::Table',
  PaymentsBooks: 'AWS::DynamoDB::Table',
  MailPages: 'AWS::DynamoDB::Table',
  MailRates: 'AWS::DynamoDB::Table',
  MailSwitches: 'AWS::DynamoDB::Table',
  MailTexts: 'AWS::DynamoDB::Table',
  PaymentsDisclosures: 'AWS::DynamoDB::Table',
  PaymentsDisputes: 'AWS::DynamoDB::Table',
  PaymentsEvents: 'AWS::DynamoDB::Table',
  DataKey: 'AWS::KMS::Key',
  DataKeyAlias: 'AWS::KMS::Alias',
  PeopleJournal: 'AWS::DynamoDB::Table',
  Customers: 'AWS::Cognito::UserPool',
  CustomersClient: 'AWS::Cognito::UserPoolClient',
  Staff: 'AWS::Cognito::UserPool',
  StaffClient: 'AWS::Cognito::UserPoolClient',
  StaffSupport: 'AWS::Cognito::UserPoolGroup',
  StaffFulfilment: 'AWS::Cognito::UserPoolGroup',
  StaffMarketing: 'AWS::Cognito::UserPoolGroup',
  StaffPrivacy: 'AWS::Cognito::UserPoolGroup',
  StaffAdmin: 'AWS::Cognito::UserPoolGroup',
  Identity: 'AWS::SSM::Parameter',
  PeopleKeys: 'AWS::DynamoDB::Table',
  PeoplePersons: 'AWS::DynamoDB::Table',
  PreferencesAddresses: 'AWS::DynamoDB::Table',
  PrivacyErasures: 'AWS::DynamoDB::Table',
  PrivacyHolds: 'AWS::DynamoDB::Table',
  PrivacyProgress: 'AWS::DynamoDB::Table',
  PrivacyRequests: 'AWS::DynamoDB::Table',
};

type Expected = {
  key: string;
  sort?: string;
  /** Attribute with the expiry. */
  expires?: string;
  stream?: true;
  indexes?: Record<string, { key: string; sort?: string; numeric?: true; project?: string[] }>;
};

/** Written out and not derived: a contract that is wrong must differ from something. */
const tables: Record<string, Expected> = {
  'accounts-accounts': {
    key: 'id',
    indexes: { byPerson: { key: 'person' }, open: { key: 'open', sort: 'checkAt', numeric: true } },
  },
  'accounts-codes': { key: 'id', expires: 'expiresAt' },
  'accounts-methods': {
    key: 'id',
    indexes: { byPerson: { key: 'person' }, open: { key: 'open', sort: 'checkAt', numeric: true } },
  },
  'accounts-limits': { key: 'id', expires: 'expiresAt' },
  'accounts-staff': { key: 'id' },
  'audit-accesses': {
    key: 'day',
    sort: 'id',
    expires: 'expiresAt',
    indexes: {
      byPerson: {
        key: 'person',
        sort: 'id',
        project: ['staff', 'action', 'fields', 'reason', 'explained', 'at', 'expiresAt'],
      },
      waiting: { key: 'waiting', sort: 'id' },
    },
  },
  'audit-heads': { key: 'log', sort: 'position' },
  'audit-leaves': { key: 'log', sort: 'from' },
  'cart-carts': { key: 'id', expires: 'expiresAt' },
  'catalogue-products': { key: 'shelf', sort: 'sku' },
  'orders-orders': {
    key: 'id',
    stream: true,
    indexes: {
      open: { key: 'open', sort: 'checkAt', numeric: true },
      byPaypalOrder: { key: 'paypalOrder' },
      byCapture: { key: 'capture' },
      byPerson: { key: 'buyer', sort: 'placedAt' },
    },
  },
  'checkout-requests': { key: 'id', expires: 'expiresAt' },
  'pins-holds': { key: 'order' },
  'pins-keys': { key: 'id' },
  'pins-pins': {
    key: 'sku',
    sort: 'id',
    indexes: { free: { key: 'free', sort: 'id' }, unfit: { key: 'unfit', sort: 'id' } },
  },
  'mail-pages': {
    key: 'id',
    expires: 'expiresAt',
    indexes: { waiting: { key: 'waiting', sort: 'checkAt', numeric: true } },
  },
  'mail-rates': { key: 'of', sort: 'span', expires: 'expiresAt' },
  'mail-switches': { key: 'id' },
  'mail-texts': { key: 'id', expires: 'expiresAt' },
  'mail-outbox': {
    key: 'id',
    expires: 'expiresAt',
    stream: true,
    indexes: { waiting: { key: 'waiting', sort: 'checkAt', numeric: true } },
  },
  'payments-events': {
    key: 'id',
    expires: 'expiresAt',
    stream: true,
    indexes: {
      unsettled: {
        key: 'unsettled',
        sort: 'checkAt',
        numeric: true,
        project: ['type', 'paypalOrder', 'capture', 'customId', 'resource', 'token', 'tries'],
      },
    },
  },
  'payments-books': { key: 'day' },
  'payments-disclosures': { key: 'id', expires: 'expiresAt' },
  'payments-disputes': {
    key: 'id',
    expires: 'expiresAt',
    indexes: { byState: { key: 'state', sort: 'checkAt', numeric: true } },
  },
  'people-journal': { key: 'id' },
  'people-keys': { key: 'id', indexes: { byAddress: { key: 'lookup' } } },
  'people-persons': { key: 'id' },
  'preferences-addresses': { key: 'id', stream: true },
  'privacy-erasures': { key: 'id' },
  'privacy-holds': { key: 'id', expires: 'expiresAt' },
  'privacy-progress': { key: 'id' },
  'privacy-requests': {
    key: 'id',
    expires: 'expiresAt',
    stream: true,
    indexes: { due: { key: 'open', sort: 'checkAt', numeric: true }, byPerson: { key: 'person' } },
  },
};

/** Public data can do without the trail that a KMS key leaves. */
const withoutManagedKey = [
  'audit-heads',
  'audit-leaves',
  'catalogue-products',
  'mail-rates',
  'mail-switches',
  'mail-texts',
  'payments-books',
];

/** The key of a person that is deleted must be gone from every backup. */
const withoutBackup = ['people-keys'];

const named = ([, { Properties }]: [string, Resource]) => Properties['TableName'] as string;
const made = ofType(data, 'AWS::DynamoDB::Table');
const namesWhere = (isSo: (properties: Json) => boolean) =>
  made.filter(([, { Properties }]) => isSo(Properties)).map(named).sort(); // prettier-ignore
const stageNames = (names: readonly string[]) => names.map((name) => `candor-dev-${name}`);

const keySchema = ({ key, sort }: Pick<Expected, 'key' | 'sort'>) => [
  { AttributeName: key, KeyType: 'HASH' },
  ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' }] : []),
];

describe('what is kept', () => {
  it('has the logical ids that it has always had', () => {
    const types = Object.entries(data.Resources).map(([id, { Type }]) => [id, Type]);
    expect(Object.fromEntries(types)).toEqual(stateful);
  });

  it('stays when it leaves the template or the stack goes, which is protected itself', () => {
    expect(Object.keys(data.Resources)).toHaveLength(Object.keys(stateful).length);
    for (const resource of Object.values(data.Resources)) {
      const isIdentity = /^AWS::(Cognito|SSM)::/.test(resource.Type);
      const DeletionPolicy = isIdentity ? 'RetainExceptOnCreate' : 'Retain';
      expect(resource).toMatchObject({ DeletionPolicy, UpdateReplacePolicy: 'Retain' });
    }
    expect(dataIsProtected).toBe(true);
  });

  it('is all in the data stack', () => {
    const kinds = [
      'AWS::DynamoDB::Table',
      'AWS::KMS::Key',
      'AWS::SES::EmailIdentity',
      'AWS::S3::Bucket',
      'AWS::Cognito::UserPool',
    ];
    expect(kinds.flatMap((kind) => ofType(api, kind))).toEqual([]);
  });

  it('is sealed under one key, which rotates every three years', () => {
    const keys = ofType(data, 'AWS::KMS::Key').map(([, { Properties }]) => Properties);
    expect(keys).toMatchObject([{ EnableKeyRotation: true, RotationPeriodInDays: 1095 }]);
    const aliases = ofType(data, 'AWS::KMS::Alias').map(([, { Properties }]) => Properties);
    expect(aliases).toEqual([{ AliasName: 'alias/candor-dev', TargetKeyId: { Ref: 'DataKey' } }]);
  });
});

describe('tables', () => {
  it('are these, and each is billed by use and protected against being deleted', () => {
    expect(made.map(named).sort()).toEqual(stageNames(Object.keys(tables)).sort());
    for (const [, { Properties }] of made)
      expect(Properties).toMatchObject({ DeletionProtectionEnabled: true, BillingMode: 'PAY_PER_REQUEST' });
  });

  it('are encrypted by a KMS key unless all that they hold is public', () => {
    const without = namesWhere(({ SSESpecification }) => (SSESpecification as Json)['SSEEnabled'] !== true);
    expect(without).toEqual(stageNames(withoutManagedKey));
  });

  it('are backed up, but for the keys of people, which have to be gone when they are deleted', () => {
    const without = namesWhere((each) => (each['PointInTimeRecoverySpecification'] as Json)['PointInTimeRecoveryEnabled'] !== true); // prettier-ignore
    expect(without).toEqual(stageNames(withoutBackup));
  });

  it.each(Object.entries(tables))('%s has its keys, expiry, stream and indexes', (name, expected) => {
    const properties = made.find((each) => named(each) === `candor-dev-${name}`)?.[1].Properties ?? {};
    expect(properties['KeySchema']).toEqual(keySchema(expected));
    const expiry = expected.expires ? { AttributeName: expected.expires, Enabled: true } : undefined;
    expect(properties['TimeToLiveSpecification']).toEqual(expiry);
    expect(properties['StreamSpecification']).toEqual(expected.stream && { StreamViewType: 'NEW_IMAGE' });
    const indexes = Object.entries(expected.indexes ?? {}).map(([IndexName, { project, ...keys }]) => ({
      IndexName,
      KeySchema: keySchema(keys),
      Projection: project ? { ProjectionType: 'INCLUDE', NonKeyAttributes: project } : { ProjectionType: 'KEYS_ONLY' },
    }));
    expect(properties['GlobalSecondaryIndexes'] ?? []).toEqual(indexes);
  });

  it('have strings for keys, and numbers for the times that indexes are sorted by', () => {
    for (const [name, { key, sort, indexes = {} }] of Object.entries(tables)) {
      const attributes = new Map([[key, 'S'], ...(sort ? [[sort, 'S'] as const] : [])]);
      for (const index of Object.values(indexes)) {
        attributes.set(index.key, 'S');
        if (index.sort) attributes.set(index.sort, index.numeric ? 'N' : 'S');
      }
      const properties = made.find((each) => named(each) === `candor-dev-${name}`)?.[1].Properties ?? {};
      const all = properties['AttributeDefinitions'] as { AttributeName: string; AttributeType: string }[];
      expect(new Map(all.map((each) => [each.AttributeName, each.AttributeType]))).toEqual(attributes);
    }
  });
});
