import type { z } from 'zod/mini';
import { catalogue } from '../../../functions/catalogue/contract.ts';
import { show, type Command } from '../command.ts';
import { tableOf } from '../table.ts';

type Page = z.output<typeof catalogue.routes.readStock.returns>;

/** Shows how many PINs of each card are free, and how many are never sold again. */
export const stock: Command = {
  words: 'stock',
  about: 'count the PINs of each card that are free, and those that are never sold again',
  run: async (_, terminal) => {
    const items: Page['items'] = [];
    let cursor: string | undefined;
    do {
      const page: Page = await terminal.ask(catalogue.routes.readStock, { query: { limit: '50', cursor } });
      items.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const rows = items.map(({ sku, name, free, burned, faulty, recalled }) => [
      sku,
      ...[free, burned, faulty, recalled].map(String),
      name,
    ]);
    show(terminal, { items }, tableOf(['SKU', 'free', 'burned', 'faulty', 'recalled', 'name'], rows));
    return true;
  },
};
