import { subscriptions } from '../../../functions/subscriptions/contract.ts';
import { show, type Command } from '../command.ts';
import { Mistake } from '../mistake.ts';

const { routes } = subscriptions;

const isSwitch = (word: string): word is 'on' | 'off' => word === 'on' || word === 'off';

/** Switches marketing and one-time mail off or on. */
export const mail: Command = {
  words: 'mail on|off',
  about: 'switch marketing and one-time mail off, before a table is restored, or on',
  run: async ({ words: [marketing = ''] }, terminal) => {
    if (!isSwitch(marketing)) throw new Mistake('It is on or off: npm run operator -- mail off');
    const answer = await terminal.ask(routes.switchMail, { body: { marketing } });
    show(terminal, answer, [`Marketing and one-time mail are ${answer.marketing}.`]);
    return true;
  },
};

/** Applies the journal to restored tables, part by part, until all of it was applied. */
export const replay: Command = {
  words: 'replay',
  about: 'apply the journal of opt-outs, removals and erasures to restored tables; then mail goes on',
  run: async (_, terminal) => {
    const sum = { entries: 0, changed: 0 };
    let cursor: string | undefined;
    for (;;) {
      const part = await terminal.ask(routes.replay, { body: { ...(cursor !== undefined && { cursor }) } });
      sum.entries += part.entries;
      sum.changed += part.changed;
      if (part.next === null) {
        const { marketing } = part;
        const lines = [`${sum.entries} entries of the journal, ${sum.changed} were missing and are in force again.`];
        show(terminal, { ...sum, marketing }, [...lines, `Marketing and one-time mail are ${marketing}.`]);
        return true;
      }
      terminal.err(`${sum.entries} entries so far`);
      cursor = part.next;
    }
  },
};
