import { randomBytes } from 'node:crypto';
import { paginateScan, PutItemCommand, type ConditionCheck } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { loadPins } from '../../functions/fulfilment/public.ts';
import { toItem } from '../../functions/kit/dynamo.ts';
import type { TestPorts } from './ports.ts';

type Store = Pick<TestPorts, 'dynamo' | 'table'>;
type Row = { sku: string; id: string; free?: string; heldBy?: string };

/** A SKU that no other test of the file has. */
export const newSku = (): string => `TEST-${randomBytes(6).toString('hex').toUpperCase()}`;

/** Loads so many PINs of a card, and answers them. */
export const stock = async (sku: string, count: number, ports: TestPorts): Promise<string[]> => {
  const pins = Array.from({ length: count }, (_, n) => String(100_000_000_000 + n));
  await loadPins(
    pins.map((pin) => ({ sku, pin })),
    ports,
  );
  return pins;
};

const scan = async <T>(table: string, ports: Store): Promise<T[]> => {
  const rows: T[] = [];
  const pages = paginateScan({ client: ports.dynamo }, { TableName: ports.table(table), ConsistentRead: true });
  for await (const page of pages) rows.push(...(page.Items ?? []).map((item) => unmarshall(item) as T));
  return rows;
};

/** The PINs of a card as they stand in the table. */
export const pinRows = async (sku: string, ports: Store): Promise<Row[]> =>
  (await scan<Row>('fulfilment.pins', ports)).filter((row) => row.sku === sku);

/** All holds there are. */
export const holdRows = (ports: TestPorts) =>
  scan<{ order: string; sku: string; pins: string[] }>('fulfilment.holds', ports);

/** Puts a bare order row with a status, and answers the proof that it is voided. */
export const orderRow = async (id: string, status: string, ports: TestPorts): Promise<ConditionCheck> => {
  const TableName = ports.table('checkout.orders');
  await ports.dynamo.send(new PutItemCommand({ TableName, Item: toItem({ id, status }) }));
  return {
    TableName,
    Key: toItem({ id }),
    ConditionExpression: '#status = :voided',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({ ':voided': 'voided' }),
  };
};
