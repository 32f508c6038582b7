import { paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { LeafBatch, partitions, readHead, SignedHead, type Head } from '../../functions/audit/log-store.ts';
import { StoredRow } from '../../functions/audit/row.ts';
import type { Ports } from '../../functions/kit/ports.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

/** A row by its id; undefined when it is not of the form that rows have. */
export type FoundRow = { id: string; row: StoredRow | undefined };

/**
 * Everything that the log is made of. `head` was read before all else and `headAfter` after, so that what a sequencer appends
 * meanwhile is known from what is wrong.
 */
export type AuditLog = {
  head: Head;
  batches: LeafBatch[];
  signed: SignedHead[];
  rows: FoundRow[];
  headAfter: Head;
};

type LeafBatch = z.infer<typeof LeafBatch>;
type SignedHead = z.infer<typeof SignedHead>;

const partition = async <S extends z.ZodMiniType>(
  table: string,
  log: string,
  schema: S,
  { dynamo, table: nameOf }: Store,
): Promise<z.output<S>[]> => {
  const query = {
    TableName: nameOf(table),
    KeyConditionExpression: '#log = :log',
    ExpressionAttributeNames: { '#log': 'log' },
    ExpressionAttributeValues: { ':log': { S: log } },
    ConsistentRead: true,
  };
  const found: z.output<S>[] = [];
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query))
    found.push(...Items.map((item) => z.parse(schema, unmarshall(item))));
  return found;
};

const allRows = async ({ dynamo, table }: Store): Promise<FoundRow[]> => {
  const found: FoundRow[] = [];
  const scan = { TableName: table('audit.accesses'), ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: dynamo }, scan))
    for (const item of Items) {
      const row = z.safeParse(StoredRow, unmarshall(item)).data;
      found.push({ id: item['id']?.S ?? '', row });
    }
  return found;
};

/** Reads rows, leaves and heads of a stage, consistently. */
export const readLog = async (store: Store): Promise<AuditLog> => {
  const head = await readHead('', store);
  const batches = await partition('audit.leaves', partitions.leaves, LeafBatch, store);
  const signed = await partition('audit.heads', partitions.signed, SignedHead, store);
  const rows = await allRows(store);
  return { head, batches, signed, rows, headAfter: await readHead('', store) };
};
