import type { LoadPorts } from '../../functions/pins/public.ts';
import { readPins, storePins } from './pins.ts';
import { readProducts, storeProducts } from './products.ts';
import { progressOf } from './progress.ts';
import type { BadLine, Source } from './source.ts';

/** Where a load writes to; `now` in milliseconds. */
export type Terminal = { out: (line: string) => void; err: (line: string) => void; now: () => number };

const summary = (name: string, counts: Record<string, number>, bad: readonly BadLine[]): string => {
  const lines = new Set(bad.map(({ line }) => line)).size;
  return `${name}: ${Object.entries({ ...counts, refused: lines }).map(([what, count]) => `${count} ${what}`).join(', ')}`; // prettier-ignore
};

const tell = (
  name: string,
  counts: Record<string, number>,
  bad: readonly BadLine[],
  { out, err }: Terminal,
): boolean => {
  for (const { file, line, is } of [...bad].sort((a, b) => a.line - b.line)) err(`${file}:${line}: ${is}`);
  out(summary(name, counts, bad));
  return bad.length === 0;
};

/**
 * Loads products, then PINs, and tells every line that was refused and what became of the others. True when no line was
 * refused; throws when a service fails.
 */
export const load = async (
  sources: { products?: Source | undefined; pins?: Source | undefined },
  ports: LoadPorts,
  terminal: Terminal,
): Promise<boolean> => {
  const { products, pins } = sources;
  let good = true;
  if (products) {
    const { counts, bad } = await storeProducts(products.name, readProducts(products), ports);
    good = tell(products.name, counts, bad, terminal) && good;
  }
  if (pins) {
    const progress = progressOf(pins.name, terminal.err, terminal.now);
    const { counts, bad } = await storePins(pins.name, readPins(pins), ports, progress);
    good = tell(pins.name, counts, bad, terminal) && good;
  }
  return good;
};
