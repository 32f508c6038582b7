import { freeCount } from '../pins/public.ts';
import type { Ports } from '../kit/ports.ts';
import type { Quantity } from '../kit/value/line.ts';

/** What stock needs from outside. */
export type StockPorts = Pick<Ports, 'dynamo' | 'table' | 'now'>;

type Known = { until: number; free: Promise<number> };

const freshFor = 10_000;
/** As many of a card as a cart takes; nobody needs to know of more. */
const counted = 9;

/** One memory for each set of ports: copies of the same ports share `table`. */
const memories = new WeakMap<Ports['table'], Map<string, Known>>();

const memoryOf = ({ table }: StockPorts): Map<string, Known> => {
  const memory = memories.get(table) ?? new Map<string, Known>();
  memories.set(table, memory);
  return memory;
};

/** Kept from the moment of the request, so that requests meanwhile wait for the same response; a failure is not kept. */
const ask = (sku: string, ports: StockPorts): Promise<number> => {
  const memory = memoryOf(ports);
  const entry = { until: ports.now().getTime() + freshFor, free: freeCount(sku, counted, ports) };
  memory.set(sku, entry);
  entry.free.catch(() => memory.get(sku) === entry && memory.delete(sku));
  return entry.free;
};

const known = (sku: string, ports: StockPorts): Promise<number> | undefined => {
  const entry = memoryOf(ports).get(sku);
  return entry && ports.now().getTime() < entry.until ? entry.free : undefined;
};

/**
 * Returns for each card whether it has a free PIN, as far as is known: what the pool said is believed for ten seconds, and
 * requests at the same time share one look. A card costs at most one request. Throws when the pool cannot be asked.
 */
export const stockOf = async (skus: readonly string[], ports: StockPorts): Promise<Map<string, boolean>> => {
  const look = async (sku: string) => [sku, (await (known(sku, ports) ?? ask(sku, ports))) > 0] as const;
  return new Map(await Promise.all([...new Set(skus)].map(look)));
};

/**
 * Returns the cards of which the pool has fewer than are wanted; one line a card. Nobody is refused from memory: a card that
 * memory has too few of is asked for again, once. One that memory has enough of may have been sold within the last ten seconds.
 */
export const soldOut = async (lines: readonly Quantity[], ports: StockPorts): Promise<string[]> => {
  const isSoldOut = async ({ sku, quantity }: Quantity): Promise<boolean> => {
    const remembered = known(sku, ports);
    if (remembered && (await remembered) >= quantity) return false;
    return (await ask(sku, ports)) < quantity;
  };
  const found = await Promise.all(lines.map(isSoldOut));
  return lines.filter((_, n) => found[n]).map(({ sku }) => sku);
};
