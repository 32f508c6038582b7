import type { Ports } from '../kit/ports.ts';
import { transact, type Write } from '../kit/store/write.ts';
import type { Quantity } from '../kit/value/line.ts';
import { choose, demand, rolls } from './domain.ts';
import { candidates } from './free-pins.ts';
import { pinsIn, holdWrites, type Hold } from './hold-row.ts';

/** How long (milliseconds) the index may plausibly be behind the table. */
const indexLag = 300;

/** Takes PINs with the caller's own write in one transaction, or tells that this write or the hold refused, or which PINs are gone. */
const take = async (hold: Hold, own: Write, ports: Ports): Promise<'held' | 'refused' | { gone: string[] }> => {
  const outcome = await transact([own, ...holdWrites(hold, ports)], ports);
  if (outcome.done) return 'held';
  if (outcome.refused.includes(0) || outcome.refused.includes(1)) return 'refused';
  const pins = pinsIn(hold);
  return { gone: outcome.refused.flatMap((index) => pins[index - 2]?.id ?? []) };
};

/**
 * Takes PINs chosen by chance until nobody else was faster. After a lost race the index is read again for the cards that
 * lost, because a read costs less than a transaction in vain; what was lost is not tried again, so that every round has
 * fewer PINs to try.
 */
const look = async (
  order: string,
  lines: readonly Quantity[],
  own: () => Write,
  ports: Ports,
): Promise<'held' | 'refused' | 'too-few'> => {
  const lost = new Set<string>();
  const found = new Map<string, string[]>();
  for (;;) {
    const stale = lines.filter(({ sku }) => found.get(sku)?.every((id) => !lost.has(id)) !== true);
    await Promise.all(stale.map(async (line) => found.set(line.sku, await candidates(line, lost, ports))));
    if (lines.some(({ sku, quantity }) => (found.get(sku)?.length ?? 0) < quantity)) return 'too-few';
    const chosen = ({ sku, quantity }: Quantity) => choose(found.get(sku) ?? [], rolls(ports.random(4 * quantity)));
    const pins = Object.fromEntries(lines.map((line) => [line.sku, chosen(line)]));
    const outcome = await take({ order, pins }, own(), ports);
    if (outcome === 'held' || outcome === 'refused') return outcome;
    for (const id of outcome.gone) lost.add(id);
  }
};

/**
 * Holds the PINs of an order in one transaction with the caller's own write, which `own` makes anew for each try. Returns
 * `refused` when that write refused or the order has a hold already, `too-few` when two whole looks at the index find
 * too few PINs: one is not believed, because the index may be a moment behind the table.
 */
export const holdPins = async (
  order: string,
  lines: readonly Quantity[],
  own: () => Write,
  ports: Ports,
): Promise<'held' | 'refused' | 'too-few'> => {
  const wanted = demand(lines);
  const first = await look(order, wanted, own, ports);
  if (first !== 'too-few') return first;
  await ports.pause(indexLag);
  return look(order, wanted, own, ports);
};
