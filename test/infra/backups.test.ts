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
});
