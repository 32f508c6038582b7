import type { PoolName } from '../../functions/identity/contract.ts';
import type { Context } from '../../functions/kit/contract/contract.ts';
import { qualified, tableName } from '../../functions/kit/contract/names.ts';
import type { Holds, IndexSpec, TableSpec } from '../../functions/kit/contract/table.ts';

/** One table as its contract declares it; `name` is qualified (`cart.carts`). */
export type TablePlan = { name: string; spec: TableSpec };

/** Returns all tables of all contexts. */
export const tablesOf = (contexts: readonly Context[]): TablePlan[] =>
  contexts.flatMap((context) =>
    Object.entries(context.tables ?? {}).map(([table, spec]) => ({ name: qualified(context.name, table), spec })),
  );

/** Returns a name as a logical id: `mail.outbox` as `MailOutbox`. */
export const pascalCase = (name: string): string =>
  name.replace(
    /[^A-Za-z0-9]*([A-Za-z0-9]?)([A-Za-z0-9]*)/g,
    (_whole, first: string, rest: string) => first.toUpperCase() + rest,
  );

/**
 * Returns what a table's content asks for. DynamoDB encrypts every table; the KMS key adds a trail of its uses, which public
 * data can do without. Keys of persons have no backup, so that a deleted key is gone everywhere.
 */
export const protectionOf = (holds: Holds): { managedKey: boolean; pointInTimeRecovery: boolean } => ({
  managedKey: holds !== 'nothing-personal',
  pointInTimeRecovery: holds !== 'person-keys',
});

type Attribute = { attributeName: string; attributeType: 'S' | 'N' };

/**
 * Returns the attributes that the keys of a table and of its indexes name, each once; all are strings but numeric sort
 * keys.
 */
export const keyAttributes = (spec: TableSpec): Attribute[] => {
  const types = new Map<string, 'S' | 'N'>();
  const add = (name: string | undefined, type: 'S' | 'N') => name && !types.has(name) && types.set(name, type);
  add(spec.key, 'S');
  add(spec.sort, 'S');
  for (const index of Object.values(spec.indexes ?? {})) {
    add(index.key, 'S');
    add(index.sort, index.numericSort ? 'N' : 'S');
  }
  return [...types].map(([attributeName, attributeType]) => ({ attributeName, attributeType }));
};

/** Returns the key schema of a table or an index. */
export const keySchema = ({
  key,
  sort,
}: Pick<IndexSpec, 'key' | 'sort'>): { attributeName: string; keyType: string }[] => [
  { attributeName: key, keyType: 'HASH' },
  ...(sort ? [{ attributeName: sort, keyType: 'RANGE' }] : []),
];

/** Returns the name under which the data stack exports a table's stream ARN, which holds the time of its making. */
export const streamExport = (stage: string, table: string): string => `${tableName(stage, table)}-stream`;

/** Returns the name under which the data stack exports the ARN of a user pool. */
export const poolExport = (stage: string, pool: PoolName): string => `candor-${stage}-${pool}`;

/** Returns the name under which the data stack exports the ARN of the stage's key. */
export const keyExport = (stage: string): string => `candor-${stage}-key`;
