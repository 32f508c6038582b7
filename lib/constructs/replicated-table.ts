import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { tableName } from '../../functions/kit/contract/names.ts';
import { keyAttributes, keySchema, pascalCase, type TablePlan } from '../plans/tables.ts';
import { region } from '../stages.ts';
import { indexesOf, neverDeleted } from './context-table.ts';

/**
 * The table of the keys of persons, with a copy in a second region: it has no backup, so that a deleted key is gone everywhere, and
 * a lost table would be the erasure of everybody. A deletion reaches the copy within about a second. Neither has a backup, and nobody
 * may delete either.
 */
export class ReplicatedTable extends CfnGlobalTable {
  constructor(scope: Construct, stage: string, { name, spec }: TablePlan, second: string) {
    const table = tableName(stage, name);
    super(scope, pascalCase(name), {
      tableName: table,
      billingMode: 'PAY_PER_REQUEST',
      keySchema: keySchema(spec),
      attributeDefinitions: keyAttributes(spec),
      ...(spec.indexes && { globalSecondaryIndexes: indexesOf(spec) }),
      sseSpecification: { sseEnabled: true, sseType: 'KMS' },
      // Copying goes by a stream of both images; CloudFormation asks for it by name.
      streamSpecification: { streamViewType: 'NEW_AND_OLD_IMAGES' },
      replicas: [region, second].map((each) => ({
        region: each,
        deletionProtectionEnabled: true,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
        resourcePolicy: neverDeleted(table, each),
      })),
    });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
