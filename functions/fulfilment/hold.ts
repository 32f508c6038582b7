import { setTimeout as sleep } from 'node:timers/promises';
import type { ConditionCheck } from '@aws-sdk/client-dynamodb';
import type { Ports } from '../kit/ports.ts';
import { patiently } from './patience.ts';
import { choose, demand, rolls, type Line } from './pool.ts';
import { freePages, hasFree, holdsOf, release, take } from './store.ts';

/** What the pool needs from outside. */
export type PoolPorts = Pick<Ports, 'dynamo' | 'table' | 'random'>;

/** One card of an order; `open` is the condition under which the order may hold anything. */
type Wanted = { order: string; line: Line; open: ConditionCheck | undefined };

/** Candidates beyond those needed, so that buyers at the same moment seldom choose the same; a page costs one read. */
const spare = 20;
/** How long the index may plausibly be behind the table. */
const indexLag = 300;

/** Enough free PINs to choose from, out of the index from a random place on; fewer only when it has no more. */
const candidates = async ({ sku, quantity }: Line, lost: Set<string>, ports: PoolPorts): Promise<string[]> => {
  const start = Buffer.from(ports.random(16)).toString('base64url');
  const found: string[] = [];
  for await (const page of freePages(sku, start, quantity + spare, ports)) {
    found.push(...page.filter((id) => !lost.has(id)));
    if (found.length >= quantity) break;
  }
  return found;
};

/**
 * Takes PINs chosen by chance until nobody else was faster. After a lost race the index is asked again, because a read
 * costs less than a transaction in vain; what was lost is not tried again, so every round has fewer PINs to try.
 */
const look = async (hold: Wanted, ports: PoolPorts): Promise<'held' | 'closed' | 'too-few'> => {
  const { order, line, open } = hold;
  const lost = new Set<string>();
  for (;;) {
    const found = await candidates(line, lost, ports);
    if (found.length < line.quantity) return 'too-few';
    const attempt = () => {
      const pins = choose(found, rolls(ports.random(4 * line.quantity)));
      return take({ order, sku: line.sku, pins }, open, ports);
    };
    const outcome = await patiently(attempt, ports);
    if (outcome === 'held' || outcome === 'closed') return outcome;
    for (const id of outcome.taken) lost.add(id);
  }
};

/**
 * The index may be a moment behind the table, so one look that finds too few is not believed: after a pause the whole
 * index is looked at again. What is freed later than that is for the next buyer. An entry that is still listed though
 * its PIN has gone does no harm, the table's own condition decides.
 */
const holdLine = async (wanted: Wanted, ports: PoolPorts): Promise<'held' | 'closed' | 'too-few'> => {
  const first = await look(wanted, ports);
  if (first !== 'too-few') return first;
  await sleep(indexLag);
  return look(wanted, ports);
};

const heldCards = async (order: string, ports: PoolPorts): Promise<Set<string>> =>
  new Set((await patiently(() => holdsOf(order, ports), ports)).map((hold) => hold.sku));

/**
 * Holds the PINs of an order, each card in one transaction. Safe to repeat and to run twice at once: a card that is held
 * stays as it is. `out-of-stock` when the pool has too few of a card; cards held until then stay held until
 * releasePins. `closed` when `open`, a condition on the order's row, no longer stands: nothing is held for an order that was
 * voided meanwhile, because nobody would free it. Throws when the store stays unavailable or contended; repeating goes on where it stopped.
 */
export const holdPins = async (
  order: string,
  lines: readonly Line[],
  ports: PoolPorts,
  open?: ConditionCheck,
): Promise<'held' | 'closed' | 'out-of-stock'> => {
  const held = await heldCards(order, ports);
  for (const line of demand(lines).filter(({ sku }) => !held.has(sku))) {
    const outcome = await holdLine({ order, line, open }, ports);
    if (outcome === 'closed') return 'closed';
    if (outcome === 'held') continue;
    // The last PINs may have gone to this very order, held by a run at the same moment.
    if (!(await heldCards(order, ports)).has(line.sku)) return 'out-of-stock';
  }
  return 'held';
};

/**
 * Frees every PIN that an order holds. `proof` is a condition on the order's row which stands only when the order is
 * voided for good; it is checked in the very transaction that frees. `not-proven`: it did not stand, nothing was freed.
 * Safe to repeat.
 */
export const releasePins = async (
  order: string,
  proof: ConditionCheck,
  ports: PoolPorts,
): Promise<'released' | 'not-proven'> => {
  for (const hold of await patiently(() => holdsOf(order, ports), ports)) {
    const outcome = await patiently(() => release(hold, proof, ports), ports);
    if (outcome === 'not-proven') return 'not-proven';
  }
  return 'released';
};

/** Whether a card has a free PIN, as far as the index knows; it may be a moment behind. */
export const isInStock = (sku: string, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<boolean> => hasFree(sku, ports);
