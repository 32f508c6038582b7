import { readFileSync } from 'node:fs';
import { loadPins, type LoadPorts, type Pin } from '../../functions/pins/public.ts';
import { keyedHash, KeyRing } from '../../functions/kit/crypto/tokens.ts';
import { LoadError } from './load-error.ts';
import { readProducts, storeProducts } from './products.ts';

/** PINs of a card, where it is not the usual stock: one card is out of stock and one is nearly. */
const stock: Record<string, number> = { 'SAHEL-EUR-15': 0, 'LATINO-USD-5': 10 };
const usual = 200;

/** Twelve digits that differ from shop to shop, because they come out of its own lookup keys. */
const pinOf = (ring: KeyRing, sku: string, n: number): string => {
  const digits = keyedHash(ring, 'demonstration-pin', `${sku}\n${n}`).readBigUInt64BE() % 10n ** 12n;
  return digits.toString().padStart(12, '0');
};

const pinsOf = (ring: KeyRing, sku: string): Pin[] =>
  Array.from({ length: stock[sku] ?? usual }, (_, n) => ({ sku, pin: pinOf(ring, sku, n) }));

/**
 * Fills a shop with the demonstration catalogue and its PINs, which are worth nothing. Run again it adds nothing as
 * long as the lookup keys are the same: not even PINs that have been sold meanwhile.
 */
export const seedDemonstration = async (ports: LoadPorts): Promise<void> => {
  const file = new URL('./demonstration.json', import.meta.url);
  const read = readProducts({ name: 'demonstration.json', text: readFileSync(file, 'utf8') });
  const { bad } = await storeProducts('demonstration.json', read, ports);
  const [first] = bad;
  if (first) throw new LoadError(`${first.file}:${first.line}: ${first.is}`);
  const ring = await ports.secrets('lookup-keys', KeyRing);
  await loadPins(
    read.products.flatMap(({ product }) => pinsOf(ring, product.sku)),
    ports,
  );
};
