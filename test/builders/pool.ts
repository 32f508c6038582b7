import { randomBytes } from 'node:crypto';
import { paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { getOrder, type Order } from '../../functions/orders/public.ts';
import { holdAndClaim } from '../../functions/fulfilment/public.ts';
import type { Quantity } from '../../functions/kit/value/line.ts';
import { loadPins } from '../../functions/pins/public.ts';
import { line } from './cards.ts';
import { orderRow, placeOrderRow } from './orders.ts';
import { pauseBy } from '../harness/pause.ts';
import { testPorts, type TestPorts } from '../harness/ports.ts';

type Pause = (milliseconds: number) => Promise<unknown>;
type Store = Pick<TestPorts, 'dynamo' | 'table'>;
type Row = { sku: string; id: string; free?: string; heldBy?: string };

/** A SKU that no other test of the file has. */
export const newSku = (): string => `TEST-${randomBytes(6).toString('hex').toUpperCase()}`;

/** Loads so many PINs of a card, and returns them. */
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
  (await scan<Row>('pins.pins', ports)).filter((row) => row.sku === sku);

/** All holds there are, one entry a card. */
export const holdRows = async (ports: Store) =>
  (await scan<{ order: string; pins: Record<string, string[]> }>('pins.holds', ports)).flatMap(({ order, pins }) =>
    Object.entries(pins).map(([sku, ids]) => ({ order, sku, pins: ids })),
  );

/** Ports of a pool in a database; whoever waits for a lease's end is carried there. */
export const poolPorts = (dynamo: DynamoDBClient) => {
  let ahead = 0;
  const ports = testPorts({ dynamo, now: () => new Date(Date.now() + ahead) });
  return { ...ports, pause: pauseBy((milliseconds) => (ahead += milliseconds)) };
};

type Given = Partial<TestPorts> & Store & { pause?: Pause };
const whole = (ports: Given) => ({ ...testPorts({ dynamo: ports.dynamo }), ...ports });

/** The order as it is now; placed with these lines, unpaid, when there is none yet. */
export const orderFor = async (id: string, lines: readonly Quantity[], given: Given): Promise<Order> => {
  const ports = whole(given);
  const there = await getOrder(id, ports);
  if (there) return there;
  const row = orderRow(id, 'created', {
    lines: lines.map(({ sku, quantity }) => line(sku, quantity)),
    placedAt: ports.now().toISOString(),
  });
  return placeOrderRow(row, ports).catch(async () => (await getOrder(id, ports)) ?? row);
};

/** Holds the PINs of an order for its payment `P1`, as a worker does that has just read the order. */
export const holdFor = async (id: string, lines: readonly Quantity[], ports: Given) =>
  holdAndClaim(await orderFor(id, lines, ports), 'P1', whole(ports));
