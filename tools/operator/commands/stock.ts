import type { z } from 'zod/mini';
import { catalogue } from '../../../functions/catalogue/contract.ts';
import { show, type Command } from '../command.ts';
import { tableOf } from '../table.ts';

type Page = z.output<typeof catalogue.routes.readStock.returns>;

/** Shows how many free PINs each card has. */
export const stock: Command = {
  words: 'stock',
  about: 'count the free PINs of each card',
  run: async (_, terminal) => {
    const items: Page['items'] = [];
    let cursor: string | undefined;
    do {
      const page: Page = await terminal.ask(catalogue.routes.readStock, { query: { limit: '50', cursor } });
      items.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const rows = items.map(({ sku, name, free }) => [sku, String(free), name]);
    show(terminal, { items }, tableOf(['SKU', 'free', 'name'], rows));
    return true;
  },
};
