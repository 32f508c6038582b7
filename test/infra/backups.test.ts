import { granted } from './granted.ts';
import { ofType, templatesOf } from './templates.ts';

const { data } = templatesOf();

describe('backups', () => {
  it('are made of every table but the keys of persons, whose deletion has to count in every backup', () => {
    const tables = ofType(data, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties);
    const withoutBackup = tables.filter(
      ({ PointInTimeRecoverySpecification }) =>
        (PointInTimeRecoverySpecification as { PointInTimeRecoveryEnabled?: unknown } | undefined)
          ?.PointInTimeRecoveryEnabled !== true,
    );
    expect(tables.length).toBeGreaterThan(1);
    expect(withoutBackup.map(({ TableName }) => TableName)).toEqual(['candor-dev-people-keys']);
  });

  it('are not there for the keys of persons, so that nobody may delete their table, whatever their role says', () => {
    const denying = ofType(data, 'AWS::DynamoDB::Table').filter(([, { Properties }]) => 'ResourcePolicy' in Properties);
    expect(denying.map(([, { Properties }]) => Properties['TableName'])).toEqual(['candor-dev-people-keys']);
    const [[, { Properties }]] = denying as [(typeof denying)[number]];
    const { PolicyDocument } = Properties['ResourcePolicy'] as { PolicyDocument: { Statement: object[] } };
    expect(PolicyDocument.Statement).toMatchObject([
      { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'dynamodb:DeleteTable' },
    ]);
    expect(Properties['DeletionProtectionEnabled']).toBe(true);
  });

  it('cannot bring back a key: rows of keys are deleted by what erases, or drops a sign-up that nobody confirmed, and by nobody else', () => {
    const may = Object.entries(granted).filter(([, { needs }]) => needs['people-keys']?.includes('DeleteItem'));
    expect(may.map(([name]) => name).sort()).toEqual([
      'accounts-enrol',
      'accounts-sweep',
      'privacy-erase',
      'privacy-retain',
      'privacy-sweep',
    ]);
  });
});
