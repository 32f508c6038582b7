/** How many PINs of which card. */
export type Line = { sku: string; quantity: number };

/** More than this do not fit one transaction; a cart holds at most 9 of a card. */
const most = 90;

/**
 * What an order needs: one entry a card, ordered by SKU. Everybody takes cards in the same order, so that of two orders
 * which want the same last cards one gets all of them. Throws a RangeError for a quantity that cannot be held.
 */
export const demand = (lines: readonly Line[]): Line[] => {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError('a quantity is a positive whole number');
    wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  }
  if ([...wanted.values()].some((quantity) => quantity > most)) throw new RangeError(`at most ${most} of a card`);
  return [...wanted].map(([sku, quantity]) => ({ sku, quantity })).sort((one, other) => (one.sku < other.sku ? -1 : 1));
};

/** Chooses as many candidates as there are rolls, each with the same chance; a roll is in [0, 1). */
export const choose = <T>(candidates: readonly T[], rolls: readonly number[]): T[] => {
  if (rolls.length > candidates.length) throw new RangeError('more wanted than there are');
  const left = [...candidates];
  return rolls.flatMap((roll) => left.splice(Math.floor(roll * left.length), 1));
};

/** Numbers in [0, 1) out of random bytes, four bytes each. */
export const rolls = (bytes: Uint8Array): number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(index * 4) / 2 ** 32);
};

const firstPause = 25;
const longestPause = 400;

/** Milliseconds to wait before try `attempt` + 2 ("full jitter": anything up to a limit that doubles). */
export const pause = (attempt: number, roll: number): number =>
  Math.ceil(roll * Math.min(longestPause, firstPause * 2 ** attempt));
