import { privacy } from '../../../functions/privacy/contract.ts';
import { show, type Command, type Given } from '../command.ts';
import { Mistake } from '../mistake.ts';
import { pairsOf } from '../table.ts';

const { routes } = privacy;

/** The reference of the case: without one nothing is held back. */
const caseOf = ({ values: { reason } }: Given): string => {
  if (reason === undefined) throw new Mistake('Say for which case: --reason with its reference, without blanks.');
  return reason;
};

const buyers = {
  person: 'the buyer is there as a person',
  kept: 'the buyer is erased but for what this order needs',
  erased: 'nothing of the buyer is there any more',
} as const;

/** Shows the hold on an order. */
export const held: Command = {
  words: 'held ORDER',
  about: 'show the legal hold on an order, and what is kept of its buyer for it or for a dispute',
  run: async ({ words: [id = ''] }, terminal) => {
    const found = await terminal.ask(routes.readHold, { path: { id } });
    const lines = pairsOf({
      order: found.order,
      disputed: found.disputed ? 'yes' : 'no',
      case: found.hold?.reason,
      since: found.hold?.since,
      until: found.hold?.until,
      lifted: found.hold?.liftedAt,
      buyer: buyers[found.buyer],
      'e-mail': found.kept?.email,
      name: found.kept?.name,
    });
    show(terminal, found, lines);
    return true;
  },
};

/** Holds back an erasure. */
export const hold: Command = {
  words: 'hold ORDER',
  about: 'hold back the erasure of what an order needs of its buyer, for a case (--reason) until a time (--until)',
  takes: ['reason', 'until'],
  run: async (given, terminal) => {
    const { words: [id = ''], values: { until } } = given; // prettier-ignore
    if (until === undefined) throw new Mistake('Say until when: --until 2027-06-30T00:00:00Z, three years at most.');
    const answer = await terminal.ask(routes.setHold, { path: { id }, body: { reason: caseOf(given), until } });
    show(terminal, answer, [`It is held until ${answer.hold?.until ?? until}; ${buyers[answer.buyer]}.`]);
    return true;
  },
};

/** Lifts a hold. */
export const lift: Command = {
  words: 'lift ORDER',
  about: 'lift the legal hold on an order; an erasure that waits for it completes within a day',
  takes: ['reason'],
  run: async (given, terminal) => {
    const parts = { path: { id: given.words[0] ?? '' }, body: { reason: caseOf(given) } };
    show(terminal, await terminal.ask(routes.liftHold, parts), ['It is lifted.']);
    return true;
  },
};
