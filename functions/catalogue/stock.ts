import { isInStock } from '../fulfilment/public.ts';
import type { Ports } from '../kit/ports.ts';

/** What stock needs from outside. */
export type StockPorts = Pick<Ports, 'dynamo' | 'table' | 'now'>;

type Known = { until: number; inStock: Promise<boolean> };

const freshFor = 10_000;

/** One memory for each set of ports: copies of the same ports share `table`. */
const memories = new WeakMap<Ports['table'], Map<string, Known>>();

const memoryOf = ({ table }: StockPorts): Map<string, Known> => {
  const memory = memories.get(table) ?? new Map<string, Known>();
  memories.set(table, memory);
  return memory;
};

/** Kept from the moment of asking, so that whoever asks meanwhile waits for the same answer; a failure is not kept. */
const ask = (sku: string, ports: StockPorts): Promise<boolean> => {
  const memory = memoryOf(ports);
  const entry = { until: ports.now().getTime() + freshFor, inStock: isInStock(sku, ports) };
  memory.set(sku, entry);
  entry.inStock.catch(() => memory.get(sku) === entry && memory.delete(sku));
  return entry.inStock;
};

const known = (sku: string, ports: StockPorts): Promise<boolean> | undefined => {
  const entry = memoryOf(ports).get(sku);
  return entry && ports.now().getTime() < entry.until ? entry.inStock : undefined;
};

/**
 * Returns for each card whether it has a free PIN, as far as is known: what the pool said is believed for ten seconds, and
 * requests at the same time share one look. A card costs at most one request. Throws when the pool cannot be asked.
 */
export const stockOf = async (skus: readonly string[], ports: StockPorts): Promise<Map<string, boolean>> => {
  const look = async (sku: string) => [sku, await (known(sku, ports) ?? ask(sku, ports))] as const;
  return new Map(await Promise.all([...new Set(skus)].map(look)));
};

/**
 * Returns the cards that have no free PIN. Nobody is refused from memory: a card that is known as sold out is asked for
 * again, once. One that is known as in stock may have been sold within the last ten seconds.
 */
export const soldOut = async (skus: readonly string[], ports: StockPorts): Promise<string[]> => {
  const remembered = skus.filter((sku) => known(sku, ports) !== undefined);
  const first = await stockOf(skus, ports);
  const missing = [...first].filter(([, inStock]) => !inStock).map(([sku]) => sku);
  const again = await Promise.all(
    missing.map(async (sku) => ({ sku, inStock: remembered.includes(sku) && (await ask(sku, ports)) })),
  );
  return again.filter(({ inStock }) => !inStock).map(({ sku }) => sku);
};
