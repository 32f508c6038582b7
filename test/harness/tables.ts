import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { contexts } from '../../functions/contexts.ts';
import type { Context } from '../../functions/kit/contract/contract.ts';
import { qualified, tableName } from '../../functions/kit/contract/names.ts';
import type { IndexSpec, TableSpec } from '../../functions/kit/contract/table.ts';

const keySchema = ({ key, sort }: { key: string; sort?: string | undefined }) => [
  { AttributeName: key, KeyType: 'HASH' as const },
  ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
];

const projection = ({ project }: IndexSpec) =>
  project
    ? { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...project] }
    : { ProjectionType: 'KEYS_ONLY' as const };

const attributes = (spec: TableSpec): Map<string, 'S' | 'N'> => {
  const types = new Map<string, 'S' | 'N'>();
  for (const { key, sort, numericSort } of [spec, ...Object.values(spec.indexes ?? {})] as IndexSpec[]) {
    types.set(key, 'S');
    if (sort !== undefined) types.set(sort, numericSort ? 'N' : 'S');
  }
  return types;
};

const definition = (name: string, spec: TableSpec): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [...attributes(spec)].map(([AttributeName, AttributeType]) => ({
    AttributeName,
    AttributeType,
  })),
  KeySchema: keySchema(spec),
  ...(spec.indexes && {
    GlobalSecondaryIndexes: Object.entries(spec.indexes).map(([IndexName, index]) => ({
      IndexName,
      KeySchema: keySchema(index),
      Projection: projection(index),
    })),
  }),
  ...(spec.stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const } }),
});

/** Creates every table that the contracts declare, or those of some contexts, under its name in the stage. */
export const createContractTables = async (
  client: DynamoDBClient,
  stage: string,
  of: readonly Context[] = contexts,
): Promise<void> => {
  for (const context of of)
    for (const [table, spec] of Object.entries(context.tables ?? {}))
      await client.send(new CreateTableCommand(definition(tableName(stage, qualified(context.name, table)), spec)));
};
