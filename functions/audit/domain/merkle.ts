/** A digest of bytes; the log uses SHA-256. */
export type Digest = (...parts: readonly Uint8Array[]) => Uint8Array;

/**
 * A tree's head as it grows: its size, and the roots of the perfect subtrees that its leaves make, the largest first. That is
 * all that appending needs.
 */
export type Range = { readonly size: number; readonly roots: readonly Uint8Array[] };

/** The head of the empty tree. */
export const emptyRange: Range = { size: 0, roots: [] };

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** The largest power of two below n, which is 2 or more. */
const split = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** Where a proof's walk is: the place and the last place on a level of the tree. */
type Place = { at: number; last: number };
const up = ({ at, last }: Place): Place => ({ at: half(at), last: half(last) });
const climb = (place: Place): Place => (isOdd(place.at) || place.at === 0 ? place : climb(up(place)));

/**
 * Returns the functions of a Merkle tree as RFC 6962 has it, over a digest. Leaves are given by their hashes. What verifies
 * is as in RFC 9162, 2.1.3.2 and 2.1.4.2.
 */
export const merkle = (digest: Digest) => {
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => digest(nodeMark, left, right);

  const leafHash = (data: Uint8Array): Uint8Array => digest(leafMark, data);

  const append = ({ size, roots }: Range, leaf: Uint8Array): Range => {
    const grown = [...roots];
    let root = leaf;
    for (let n = size; isOdd(n); n = half(n)) root = node(grown.pop() ?? root, root);
    return { size: size + 1, roots: [...grown, root] };
  };

  const rootOf = ({ roots }: Range): Uint8Array => {
    const [smallest, ...larger] = [...roots].reverse();
    return smallest ? larger.reduce((right, left) => node(left, right), smallest) : digest();
  };

  const root = (leaves: readonly Uint8Array[]): Uint8Array => rootOf(leaves.reduce(append, emptyRange));

  const inclusion = (leaves: readonly Uint8Array[], index: number): Uint8Array[] => {
    if (!(index >= 0 && index < leaves.length)) throw new RangeError('the tree has no such leaf');
    if (leaves.length === 1) return [];
    const k = split(leaves.length);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
    return index < k ? [...inclusion(left, index), root(right)] : [...inclusion(right, index - k), root(left)];
  };

  const between = (leaves: readonly Uint8Array[], size: number, isWhole: boolean): Uint8Array[] => {
    if (size === leaves.length) return isWhole ? [] : [root(leaves)];
    const k = split(leaves.length);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
    return size <= k
      ? [...between(left, size, isWhole), root(right)]
      : [...between(right, size - k, false), root(left)];
  };

  const consistency = (leaves: readonly Uint8Array[], size: number): Uint8Array[] => {
    if (!(size >= 0 && size <= leaves.length)) throw new RangeError('the tree was never of that size');
    return size === 0 ? [] : between(leaves, size, true);
  };

  const includes = (
    leaf: Uint8Array,
    { index, size, root: expected }: { index: number; size: number; root: Uint8Array },
    proof: readonly Uint8Array[],
  ): boolean => {
    if (!(index >= 0 && index < size)) return false;
    let place: Place = { at: index, last: size - 1 };
    let hash = leaf;
    for (const sibling of proof) {
      if (place.last === 0) return false;
      const isRight = isOdd(place.at) || place.at === place.last;
      hash = isRight ? node(sibling, hash) : node(hash, sibling);
      place = up(isRight ? climb(place) : place);
    }
    return place.last === 0 && same(hash, expected);
  };

  const isConsistent = (
    earlier: { size: number; root: Uint8Array },
    later: { size: number; root: Uint8Array },
    proof: readonly Uint8Array[],
  ): boolean => {
    if (earlier.size > later.size) return false;
    if (earlier.size === later.size) return proof.length === 0 && same(earlier.root, later.root);
    if (earlier.size === 0) return proof.length === 0 && same(earlier.root, digest());
    let place: Place = { at: earlier.size - 1, last: later.size - 1 };
    while (isOdd(place.at)) place = up(place);
    // A tree of a power of two is a node of the later one, and its root begins the walk.
    const [first, ...others] = place.at === 0 ? [earlier.root, ...proof] : proof;
    if (!first) return false;
    let [old, now] = [first, first];
    for (const hash of others) {
      if (place.last === 0) return false;
      const isRight = isOdd(place.at) || place.at === place.last;
      if (isRight) old = node(hash, old);
      now = isRight ? node(hash, now) : node(now, hash);
      place = up(isRight ? climb(place) : place);
    }
    return place.last === 0 && same(old, earlier.root) && same(now, later.root);
  };

  return { leafHash, append, rootOf, root, inclusion, consistency, includes, isConsistent };
};
