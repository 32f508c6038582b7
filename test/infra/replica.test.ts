import { ofType, templatesOf, textOf, type Json } from './templates.ts';

const shop = { origin: 'https://cards.shop.org', mailFrom: 'cards@shop.org' };
const stageWith = (replicaRegion: unknown) => ({ stage: 'prod', stages: { prod: { ...shop, replicaRegion } } });
const plain = templatesOf({ stage: 'prod', stages: { prod: shop } });
const copied = templatesOf(stageWith('us-west-2'));

const namesIn = ({ data }: typeof plain): unknown[] =>
  ofType(data, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties['TableName']);

describe('a copy of the keys of persons in a second region', () => {
  const all = ofType(copied.data, 'AWS::DynamoDB::GlobalTable');
  const replicas = (all[0]?.[1].Properties['Replicas'] ?? []) as Json[];

  it('is there where the stage asks for it, and of that table alone', () => {
    expect(ofType(plain.data, 'AWS::DynamoDB::GlobalTable')).toEqual([]);
    expect(all.map(([id, { Properties }]) => [id, Properties['TableName']])).toEqual([
      ['PeopleKeys', 'candor-prod-people-keys'],
    ]);
    expect(namesIn(copied)).toEqual(namesIn(plain).filter((name) => name !== 'candor-prod-people-keys'));
    expect(replicas.map(({ Region }) => Region)).toEqual(['us-east-1', 'us-west-2']);
  });

  it('is the same table as without it: key, index, encryption, and no backup', () => {
    const before = plain.data.Resources['PeopleKeys']?.Properties ?? {};
    for (const part of ['KeySchema', 'AttributeDefinitions', 'GlobalSecondaryIndexes', 'BillingMode'])
      expect(all[0]?.[1].Properties[part]).toEqual(before[part]);
    expect(all[0]?.[1].Properties['SSESpecification']).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    for (const replica of replicas)
      expect(replica['PointInTimeRecoverySpecification']).toEqual({ PointInTimeRecoveryEnabled: false });
  });

  it('is deleted by nobody, in neither region, and stays when the stack goes', () => {
    expect(all[0]?.[1]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    for (const { Region, DeletionProtectionEnabled, ResourcePolicy } of replicas) {
      expect(DeletionProtectionEnabled).toBe(true);
      const [statement] = (ResourcePolicy as { PolicyDocument: { Statement: Json[] } }).PolicyDocument.Statement;
      expect(statement).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'dynamodb:DeleteTable' });
      const table = `arn:aws:dynamodb:${String(Region)}:<AWS::AccountId>:table/candor-prod-people-keys`;
      expect(textOf(statement?.['Resource'])).toBe(table);
    }
  });

  it.each(['us-east-1', 'west', 7, ''])('is not made in %p', (region) => {
    expect(() => templatesOf(stageWith(region))).toThrow('replicaRegion in cdk.json as a region other than us-east-1');
  });
});

describe('the table of the keys of persons', () => {
  it('is deleted by no function: no role may, in any way', () => {
    for (const { api } of [plain, copied])
      expect(JSON.stringify(api)).not.toMatch(/dynamodb:(Delete|Update)Table|dynamodb:\*/);
  });
});
