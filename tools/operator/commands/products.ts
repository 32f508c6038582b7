import { catalogue } from '../../../functions/catalogue/contract.ts';
import { brokenLine, elementLines } from '../../load/json-lines.ts';
import { readSource } from '../../load/source.ts';
import { show, type Command } from '../command.ts';
import { Mistake } from '../mistake.ts';

const elementsOf = (name: string, text: string): unknown[] => {
  const broken = brokenLine(text);
  if (broken !== undefined) throw new Mistake(`${name}:${broken}: the file stops being JSON here.`);
  const elements = JSON.parse(text) as unknown;
  if (!Array.isArray(elements)) throw new Mistake(`${name} is not an array of products.`);
  return elements;
};

const skuOf = (element: unknown): string => {
  const { sku } = (element ?? {}) as { sku?: unknown };
  if (typeof sku !== 'string') throw new Mistake('the SKU is missing');
  return sku;
};

/** Stores the products of a file, each by itself. */
export const products: Command = {
  words: 'products FILE',
  about: 'store the products of a JSON file, an array of { sku, name, description, faceValue, price, countries }',
  run: async ({ words: [file = ''] }, terminal) => {
    const { name, text } = readSource(file, terminal.folder);
    const elements = elementsOf(name, text);
    const lines = elementLines(text);
    const refused: { line: number; is: string }[] = [];
    for (const [index, element] of elements.entries()) {
      const put = async () =>
        terminal.ask(catalogue.routes.putProduct, { path: { sku: skuOf(element) }, body: element });
      await put().catch((error: unknown) => {
        if (!(error instanceof Mistake)) throw error;
        refused.push({ line: lines[index] ?? 0, is: error.message });
      });
    }
    for (const { line, is } of refused) terminal.err(`${name}:${line}: ${is}`);
    const stored = elements.length - refused.length;
    show(terminal, { stored, refused }, [`${name}: ${stored} stored, ${refused.length} refused`]);
    return refused.length === 0;
  },
};
