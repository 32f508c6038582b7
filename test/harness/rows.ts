import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TestPorts } from './ports.ts';

/** Everything in a table (`mail.outbox`), as plain values. */
export const rowsIn = async (
  table: string,
  { dynamo, table: nameOf }: Pick<TestPorts, 'dynamo' | 'table'>,
): Promise<Record<string, unknown>[]> => {
  const rows: Record<string, unknown>[] = [];
  const scan = { TableName: nameOf(table), ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: dynamo }, scan))
    rows.push(...Items.map((item) => unmarshall(item)));
  return rows;
};
