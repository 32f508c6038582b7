import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { emptyRange, merkle } from '../../../functions/audit/domain/merkle.ts';

const tree = merkle((...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
});
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

/** The reference tree of Certificate Transparency: its leaves, and the root of each tree of its first leaves. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  .map(bytes)
  .map(tree.leafHash);
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const nodes = {
  leaf0: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  leaf1: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  leaf4: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  pair0: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  pair1: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  pair2: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  pair3: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  four0: 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  four1: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
};

describe('the Merkle tree of RFC 6962', () => {
  it('has the roots of the reference tree, at every size', () => {
    expect(roots.map((_, size) => hex(tree.root(leaves.slice(0, size))))).toEqual(roots);
  });

  it.each([
    [0, 1, []],
    [0, 8, [nodes.leaf1, nodes.pair1, nodes.four1]],
    [5, 8, [nodes.leaf4, nodes.pair3, nodes.four0]],
    [2, 3, [nodes.pair0]],
    [1, 5, [nodes.leaf0, nodes.pair1, nodes.leaf4]],
  ])('proves leaf %i of %i with the hashes of the reference', (index, size, proof) => {
    expect(tree.inclusion(leaves.slice(0, size), index).map(hex)).toEqual(proof);
  });

  it.each([
    [1, 1, []],
    [1, 8, [nodes.leaf1, nodes.pair1, nodes.four1]],
    [6, 8, [nodes.pair2, nodes.pair3, nodes.four0]],
    [2, 5, [nodes.pair1, nodes.leaf4]],
  ])('proves that size %i is the beginning of size %i with the hashes of the reference', (earlier, later, proof) => {
    expect(tree.consistency(leaves.slice(0, later), earlier).map(hex)).toEqual(proof);
  });

  it('has no proof for a leaf or a size that it never had', () => {
    expect(() => tree.inclusion(leaves, 8)).toThrow(RangeError);
    expect(() => tree.consistency(leaves, 9)).toThrow(RangeError);
  });
});

const someLeaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 70 });
/** Leaves, and two places in them. */
const withPlaces = someLeaves.chain((all) =>
  fc.record({ all: fc.constant(all), a: fc.nat(all.length - 1), b: fc.nat(all.length) }),
);
const flipped = (hash: Uint8Array, bit: number): Uint8Array =>
  hash.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('a proof of inclusion', () => {
  it('verifies for every leaf of every tree, and for no other leaf or place', () => {
    fc.assert(
      fc.property(withPlaces, fc.nat(255), ({ all, a, b }, bit) => {
        const head = { index: a, size: all.length, root: tree.root(all) };
        const proof = tree.inclusion(all, a);
        expect(tree.includes(all[a]!, head, proof)).toBe(true);
        expect(tree.includes(flipped(all[a]!, bit), head, proof)).toBe(false);
        if (b !== a) expect(tree.includes(all[a]!, { ...head, index: b }, proof)).toBe(false);
        expect(tree.includes(all[a]!, { ...head, root: flipped(head.root, bit) }, proof)).toBe(false);
      }),
    );
  });

  it('does not verify when a hash of it is changed, missing or too many', () => {
    fc.assert(
      fc.property(withPlaces, fc.nat(255), fc.nat(), ({ all, a }, bit, n) => {
        const head = { index: a, size: all.length, root: tree.root(all) };
        const proof = tree.inclusion(all, a);
        expect(tree.includes(all[a]!, head, [...proof, all[0]!])).toBe(false);
        fc.pre(proof.length > 0);
        const at = n % proof.length;
        const changed = proof.map((hash, index) => (index === at ? flipped(hash, bit) : hash));
        expect(tree.includes(all[a]!, head, changed)).toBe(false);
        expect(tree.includes(all[a]!, head, proof.slice(0, -1))).toBe(false);
      }),
    );
  });
});

describe('a proof of consistency', () => {
  it('verifies between every two sizes of a tree, and for no other root', () => {
    fc.assert(
      fc.property(withPlaces, fc.nat(255), ({ all, b }, bit) => {
        const earlier = { size: b, root: tree.root(all.slice(0, b)) };
        const later = { size: all.length, root: tree.root(all) };
        const proof = tree.consistency(all, b);
        expect(tree.isConsistent(earlier, later, proof)).toBe(true);
        expect(tree.isConsistent({ ...earlier, root: flipped(earlier.root, bit) }, later, proof)).toBe(false);
        if (b > 0) expect(tree.isConsistent(earlier, { ...later, root: flipped(later.root, bit) }, proof)).toBe(false);
        expect(tree.isConsistent(earlier, later, [...proof, all[0]!])).toBe(false);
        if (proof.length > 0) expect(tree.isConsistent(earlier, later, proof.slice(0, -1))).toBe(false);
        if (b < all.length) expect(tree.isConsistent(later, earlier, proof)).toBe(false);
      }),
    );
  });

  it('cannot be had for a log that was rewritten before the earlier head', () => {
    fc.assert(
      fc.property(withPlaces, fc.nat(255), ({ all, a, b }, bit) => {
        fc.pre(a < b);
        const earlier = { size: b, root: tree.root(all.slice(0, b)) };
        const rewritten = all.map((leaf, index) => (index === a ? flipped(leaf, bit) : leaf));
        const later = { size: all.length, root: tree.root(rewritten) };
        expect(tree.isConsistent(earlier, later, tree.consistency(rewritten, b))).toBe(false);
      }),
    );
  });
});

describe('a tree that grows leaf by leaf', () => {
  it('has the root of all its leaves, and keeps as many hashes as its size has ones', () => {
    fc.assert(
      fc.property(someLeaves, (all) => {
        const range = all.reduce(tree.append, emptyRange);
        expect(hex(tree.rootOf(range))).toBe(hex(tree.root(all)));
        expect(range.roots).toHaveLength([...all.length.toString(2)].filter((digit) => digit === '1').length);
      }),
    );
  });
});
