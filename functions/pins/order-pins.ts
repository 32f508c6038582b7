import type { Ports } from '../kit/ports.ts';
import type { PinProblem } from './domain.ts';
import { holdOf, pinsIn, type Hold } from './hold-row.ts';
import { PinRow, readAll } from './pin-rows.ts';

/** A PIN of an order without what it says: its number, counted from 1 in the order in which they are shown, and what is known of it. */
export type OrderPin = {
  n: number;
  sku: string;
  id: string;
  batch: string;
  reported?: PinProblem | undefined;
  reportedAt?: string | undefined;
  unfit?: string | undefined;
  /** Whether it took the place of another. */
  replaces: boolean;
};

type Store = Pick<Ports, 'dynamo' | 'table'>;

/** Returns the PINs of an order without opening them, and its hold; none for an order without. */
export const orderPins = async (
  order: string,
  store: Store,
): Promise<{ hold?: Hold | undefined; pins: OrderPin[] }> => {
  const hold = await holdOf(order, store);
  const held = hold ? pinsIn(hold) : [];
  const rows = await readAll('pins.pins', held, PinRow, store);
  const pins = held.map(({ sku, id }, at) => {
    const row = rows.find((each) => each.sku === sku && each.id === id);
    if (row?.heldBy !== order) throw new Error('a held PIN is not where its hold says');
    const { batch, reported, reportedAt, unfit } = row;
    const replaces = hold?.replaced?.some((each) => each.sku === sku && each.to === id) ?? false;
    return { n: at + 1, sku, id, batch, reported, reportedAt, unfit, replaces };
  });
  return { hold, pins };
};
