import type { Quantity } from '../kit/value/line.ts';

/** More PINs than this do not fit one transaction; a cart has at most ten cards, nine of each. */
const most = 90;

/** Returns what an order needs: one entry a card, ordered by SKU. Throws a RangeError for what one transaction cannot hold. */
export const demand = (lines: readonly Quantity[]): Quantity[] => {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError('a quantity is a positive whole number');
    wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  }
  const all = [...wanted.values()].reduce((sum, quantity) => sum + quantity, 0);
  if (all > most) throw new RangeError(`at most ${most} PINs an order`);
  return [...wanted].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
};

/**
 * Why a PIN is never sold again. `burned`: it was shown, and its money is gone. `faulty`: its buyer reported it, and has another.
 * `recalled`: its issuer called its batch back.
 */
export const unfitReasons = ['burned', 'faulty', 'recalled'] as const;
export type Unfit = (typeof unfitReasons)[number];

/** What a buyer says is the matter with a PIN. */
export const pinProblems = ['dead', 'wrong'] as const;
export type PinProblem = (typeof pinProblems)[number];

/** Returns what is stored of a PIN that is never sold again: why, and of which card. No card has such a name. */
export const unfitAs = (reason: Unfit, sku: string): string => `${reason}:${sku}`;

/** Chooses as many candidates as there are rolls, each with the same chance; a roll is in [0, 1). */
export const choose = <T>(candidates: readonly T[], rolls: readonly number[]): T[] => {
  if (rolls.length > candidates.length) throw new RangeError('more wanted than there are');
  const left = [...candidates];
  return rolls.flatMap((roll) => left.splice(Math.floor(roll * left.length), 1));
};

/** Returns numbers in [0, 1) out of random bytes, four bytes each. */
export const rolls = (bytes: Uint8Array): number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(index * 4) / 2 ** 32);
};
