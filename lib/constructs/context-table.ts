import { Aws, CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { tableName } from '../../functions/kit/contract/names.ts';
import type { TableSpec } from '../../functions/kit/contract/table.ts';
import { keyAttributes, keySchema, pascalCase, protectionOf, streamExport, type TablePlan } from '../plans/tables.ts';

/** Returns the secondary indexes of a table as CloudFormation has them. */
export const indexesOf = (spec: TableSpec): CfnTable.GlobalSecondaryIndexProperty[] =>
  Object.entries(spec.indexes ?? {}).map(([indexName, index]) => ({
    indexName,
    keySchema: keySchema(index),
    projection: index.project
      ? { projectionType: 'INCLUDE', nonKeyAttributes: [...index.project] }
      : { projectionType: 'KEYS_ONLY' },
  }));

const optional = (spec: TableSpec): Partial<ConstructorParameters<typeof CfnTable>[2]> => ({
  ...(spec.indexes && { globalSecondaryIndexes: indexesOf(spec) }),
  ...(spec.expires && { timeToLiveSpecification: { attributeName: spec.expires, enabled: true } }),
  ...(spec.stream && { streamSpecification: { streamViewType: 'NEW_IMAGE' } }),
});

/** Returns the policy by which nobody deletes a table that no backup has, whatever their role says, before it is taken away. */
export const neverDeleted = (table: string, region: string = Aws.REGION) => ({
  policyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NobodyDeletesIt',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'dynamodb:DeleteTable',
        Resource: `arn:aws:dynamodb:${region}:${Aws.ACCOUNT_ID}:table/${table}`,
      },
    ],
  },
});

/**
 * The table of a contract, kept whatever happens to its stack. Its logical id is its name (`CartCarts`): a new one would
 * be a new table. A stream's ARN is exported, used or not, so that a worker can go without its stack being stuck.
 */
export class ContextTable extends CfnTable {
  constructor(scope: Construct, stage: string, { name, spec }: TablePlan) {
    const { managedKey, pointInTimeRecovery } = protectionOf(spec.holds);
    super(scope, pascalCase(name), {
      tableName: tableName(stage, name),
      billingMode: 'PAY_PER_REQUEST',
      keySchema: keySchema(spec),
      attributeDefinitions: keyAttributes(spec),
      ...optional(spec),
      sseSpecification: { sseEnabled: managedKey },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
      deletionProtectionEnabled: true,
      ...(!pointInTimeRecovery && { resourcePolicy: neverDeleted(tableName(stage, name)) }),
    });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (!pointInTimeRecovery) this.acknowledgeNoBackup();
    if (spec.stream) {
      const exported = { value: this.attrStreamArn, exportName: streamExport(stage, name) };
      new CfnOutput(scope, `${pascalCase(name)}Stream`, exported);
    }
  }

  private acknowledgeNoBackup(): void {
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason:
        'Keys of persons are kept out of backups, so that deleting one makes every backup of that person unreadable.',
    });
  }
}
