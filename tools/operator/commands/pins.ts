import { catalogue } from '../../../functions/catalogue/contract.ts';
import type { z } from 'zod/mini';
import { fulfilment } from '../../../functions/fulfilment/contract.ts';
import { csvFields, linesOf, type Line } from '../../../functions/kit/value/csv.ts';
import { progressOf } from '../../load/progress.ts';
import { readSource } from '../../load/source.ts';
import { show, type Command } from '../command.ts';
import { Mistake } from '../mistake.ts';

type Recalled = z.output<typeof fulfilment.routes.recallPins.returns>;

/** Lines of one request: few enough for it to end in time, and for progress to be seen. */
const piece = 100;

/** Characters of one request; in UTF-8 that stays below its 64 KiB. */
const longest = 32_000;

/** A line of a file, and the card that its PIN is of. */
type PinLine = Line & { sku: string };

const isHeader = ({ text }: Line): boolean =>
  ['pin', 'sku,pin'].includes((csvFields(text) ?? []).map((each) => each.trim().toLowerCase()).join(','));

/** The card of each line: the one that was named, or the first of the line's two fields. */
const withSku = (lines: readonly Line[], sku: string | undefined): PinLine[] =>
  lines.map((line) => {
    const fields = csvFields(line.text);
    return { ...line, sku: sku ?? (fields?.length === 2 ? (fields[0] ?? '').trim() : '') };
  });

/** Pieces of lines of one card that fit a request each. */
const piecesOf = (lines: readonly PinLine[]): PinLine[][] => {
  const pieces: PinLine[][] = [];
  let characters = 0;
  for (const line of lines) {
    const last = pieces.at(-1);
    characters += line.text.length + 1;
    if (last?.[0]?.sku === line.sku && last.length < piece && characters < longest) last.push(line);
    else {
      pieces.push([line]);
      characters = line.text.length + 1;
    }
  }
  return pieces;
};

/** Loads the PINs of a file, in pieces; each line counts by itself. */
export const pins: Command = {
  words: 'pins [SKU] FILE',
  about: 'load PINs: a PIN a line of the card SKU, or without SKU lines of sku,pin; with progress, line by line',
  run: async ({ words }, terminal) => {
    const [sku, file = ''] = words.length > 1 ? words : [undefined, words[0]];
    const { name, text } = readSource(file, terminal.folder);
    const [first, ...others] = linesOf(text);
    const lines = withSku([...(first && !isHeader(first) ? [first] : []), ...others], sku);
    const refused = lines.flatMap(({ sku: of, line }) => (of === '' ? [{ line, is: 'the SKU is missing' }] : []));
    const wanted = lines.filter(({ sku: of }) => of !== '').sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : a.line - b.line)); // prettier-ignore
    const progress = progressOf(name, terminal.err, terminal.now);
    let [loaded, done] = [0, 0];
    for (const part of piecesOf(wanted)) {
      const of = part[0]?.sku ?? '';
      const request = { path: { sku: of }, body: part.map((each) => each.text).join('\n'), key: terminal.newKey() };
      const answer = await terminal.ask(catalogue.routes.loadPins, request).catch((error: unknown) => {
        if (!(error instanceof Mistake)) throw error;
        return { loaded: 0, refused: part.map((_, n) => ({ line: n + 1, is: error.message })) };
      });
      loaded += answer.loaded;
      refused.push(...answer.refused.map(({ line, is }) => ({ line: part[line - 1]?.line ?? 0, is })));
      progress((done += part.length), wanted.length);
    }
    for (const { line, is } of refused.sort((a, b) => a.line - b.line)) terminal.err(`${name}:${line}: ${is}`);
    show(terminal, { loaded, refused }, [`${name}: ${loaded} loaded, ${refused.length} refused`]);
    return refused.length === 0;
  },
};

/** Recalls a batch of PINs, page by page, and lists the orders that have some of them. */
export const recall: Command = {
  words: 'recall SKU BATCH',
  about: 'recall a batch of PINs of a card (`order` names the batch of a PIN); lists the orders that have some',
  run: async ({ words: [sku = '', batch = ''] }, terminal) => {
    const orders = new Set<string>();
    let [pinsOfBatch, cursor]: [number, string | undefined] = [0, undefined];
    do {
      const page: Recalled = await terminal.ask(fulfilment.routes.recallPins, {
        path: { sku },
        body: { batch, ...(cursor !== undefined && { cursor }) },
        key: terminal.newKey(),
      });
      for (const id of page.orders) orders.add(id);
      pinsOfBatch += page.pins;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const said = `${pinsOfBatch} PINs are recalled; ${orders.size} orders have some of them`;
    show(terminal, { pins: pinsOfBatch, orders: [...orders] }, [said, ...orders]);
    return true;
  },
};
