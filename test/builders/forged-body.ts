import { crc32 } from 'node:zlib';

const letters = 64;

/** The sum of those columns that makes `wanted`, as the numbers of the columns; CRC-32 is linear, so this is Gauss over bits. */
const solve = (columns: readonly number[], wanted: number): number[] => {
  const basis = new Map<number, { value: number; from: Set<number> }>();
  const reduce = (value: number, from: Set<number>) => {
    for (let bit = 31; bit >= 0; bit -= 1) {
      const known = basis.get(bit);
      if (((value >>> bit) & 1) === 0 || !known) continue;
      value = (value ^ known.value) >>> 0;
      for (const column of known.from) if (!from.delete(column)) from.add(column);
    }
    return { value, from };
  };
  columns.forEach((column, n) => {
    const rest = reduce(column, new Set([n]));
    if (rest.value !== 0) basis.set(31 - Math.clz32(rest.value), rest);
  });
  const { value, from } = reduce(wanted, new Set());
  if (value !== 0) throw new Error('these letters do not reach that checksum');
  return [...from];
};

/**
 * A body of the forger's own with the CRC-32 of a genuine one: a string of letters is put in, and by their case, a bit
 * each, any checksum can be reached. It stays JSON.
 */
export const forgedLike = (genuine: string, event: Record<string, unknown>): string => {
  const plain = Buffer.from(JSON.stringify({ ...event, summary: 'a'.repeat(letters) }));
  const start = plain.indexOf('a'.repeat(letters));
  const flipped = (places: readonly number[]) => {
    const bytes = Buffer.from(plain);
    for (const place of places) bytes[start + place] = (bytes[start + place] ?? 0) ^ 0x20;
    return bytes;
  };
  const base = crc32(plain);
  const columns = Array.from({ length: letters }, (_, place) => (crc32(flipped([place])) ^ base) >>> 0);
  return flipped(solve(columns, (crc32(Buffer.from(genuine)) ^ base) >>> 0)).toString();
};
