import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { getProducts, ProductEntry, putProduct, type Product } from '../../functions/catalogue/public.ts';
import { isRefusal } from '../../functions/kit/value/result.ts';
import type { Ports } from '../../functions/kit/ports.ts';
import { brokenLine, elementLines } from './json-lines.ts';
import type { BadLine, Source } from './source.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

/** Products by line, and the lines that hold none. */
export type ReadProducts = { products: { line: number; product: Product }[]; bad: BadLine[] };

const says: Record<string, string> = {
  invalid_type: 'is missing or of the wrong type',
  too_big: 'is too long',
  too_small: 'is too short',
  invalid_format: 'is not of the expected form',
  invalid_value: 'is not one of the allowed values',
};

const saying = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return `it has fields that a product has not: ${issue.keys.join(', ')}`;
  const is = issue.code === 'custom' ? `is ${issue.message}` : (says[issue.code] ?? 'is not valid');
  return `${issue.path.join('.') || 'it'} ${is}`;
};

const arrayIn = ({ name: file, text }: Source): { elements: unknown[] } | { bad: BadLine } => {
  const refuse = (line: number, is: string) => ({ bad: { file, line, is: `${is}; nothing of this file is loaded` } });
  const broken = brokenLine(text);
  if (broken !== undefined) return refuse(broken, 'the file stops being JSON here');
  const parsed = JSON.parse(text) as unknown;
  return Array.isArray(parsed) ? { elements: parsed } : refuse(1, 'the file is not an array of products');
};

/** Reads products.json: every product that is one, and what is wrong with each of the others. */
export const readProducts = (source: Source): ReadProducts => {
  const read = arrayIn(source);
  if ('bad' in read) return { products: [], bad: [read.bad] };
  const result: ReadProducts = { products: [], bad: [] };
  const lines = elementLines(source.text);
  const seen = new Set<string>();
  read.elements.forEach((element, index) => {
    const line = lines[index] ?? 0;
    const refuse = (is: string) => result.bad.push({ file: source.name, line, is });
    const parsed = z.safeParse(ProductEntry, element);
    if (!parsed.success) parsed.error.issues.forEach((issue) => refuse(saying(issue)));
    else if (seen.has(parsed.data.sku)) refuse('the same SKU is further up');
    else result.products.push({ line, product: parsed.data });
    if (parsed.success) seen.add(parsed.data.sku);
  });
  return result;
};

const atOnce = 100;

/** Returns the products that a stage has, of those named. */
export const knownProducts = async (skus: Iterable<string>, store: Store): Promise<Map<string, Product>> => {
  const known = new Map<string, Product>();
  const wanted = [...new Set(skus)];
  for (let from = 0; from < wanted.length; from += atOnce)
    for (const [sku, product] of await getProducts(wanted.slice(from, from + atOnce), store)) known.set(sku, product);
  return known;
};

/** Stores products that are new or changed, and counts; a product whose currency changed is refused by its line. */
export const storeProducts = async (
  name: string,
  { products, bad }: ReadProducts,
  store: Store & Pick<Ports, 'random'>,
) => {
  const known = await knownProducts(products.map(({ product }) => product.sku), store); // prettier-ignore
  const counts = { new: 0, changed: 0, unchanged: 0 };
  const refused = [...bad];
  for (const { line, product } of products) {
    const before = known.get(product.sku);
    if (isDeepStrictEqual(before, product)) counts.unchanged += 1;
    else if (isRefusal(await putProduct(product, store)))
      refused.push({ file: name, line, is: 'the currency of a SKU cannot change: give the card another SKU' });
    else counts[before ? 'changed' : 'new'] += 1;
  }
  return { counts, bad: refused };
};
