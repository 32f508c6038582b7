import type { z } from 'zod/mini';
import { privacy } from '../../../functions/privacy/contract.ts';
import { show, type Command } from '../command.ts';
import { tableOf } from '../table.ts';

type Page = z.output<typeof privacy.routes.readAudit.returns>;

/** Lists who of the staff looked at whom, and says which looks nothing explains. */
export const audit: Command = {
  words: 'audit',
  about:
    'list who of the staff looked at whom and why, since a day or of the last week; or the looks that nothing explains',
  takes: ['person', 'from', 'unexplained'],
  run: async ({ values: { person, from, unexplained } }, terminal) => {
    const items: Page['items'] = [];
    let cursor: string | undefined;
    do {
      const page: Page = await terminal.ask(privacy.routes.readAudit, { query: { person, from, cursor } });
      items.push(...(unexplained ? page.unexplained : page.items));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const rows = items.map((each) => [
      each.at,
      each.staff,
      each.action,
      each.person ?? '-',
      each.explained ? each.reason : `${each.reason} (explains nothing)`,
      each.fields.join(' '),
    ]);
    show(terminal, { items }, tableOf(['time', 'staff', 'action', 'person', 'reason', 'fields'], rows));
    return true;
  },
};
