import { payments } from '../../../functions/payments/contract.ts';
import { show, type Command } from '../command.ts';
import { Mistake } from '../mistake.ts';
import { pairsOf, tableOf } from '../table.ts';

type Money = { amount: string; currency: string };
const text = ({ amount, currency }: Money): string => `${amount} ${currency}`;

const states = ['open', 'won', 'lost'];

/** Lists disputes. */
export const disputes: Command = {
  words: 'disputes [STATE]',
  about: 'list the disputes that are open, or those won or lost: what PayPal offers, and until when',
  run: async ({ words: [state = 'open'] }, terminal) => {
    if (!states.includes(state)) throw new Mistake(`A dispute is ${states.join(', ')}; ${state} is none of these`);
    const found = await terminal.ask(payments.routes.listDisputes, { query: { state, limit: '50' } });
    const rows = found.items.map(({ id, order, status, amount, due = '', offers, response, parked = '' }) => [
      id,
      order,
      status,
      text(amount),
      due,
      response ? `${response.action}${response.done ? '' : ', under way'}` : offers.join(', '),
      parked,
    ]);
    const table = tableOf(['dispute', 'order', 'status', 'amount', 'due', 'response', 'parked'], rows);
    show(terminal, found, found.items.length === 0 ? ['There is none.'] : table);
    return true;
  },
};

/** Decides how the shop responds to a dispute. */
export const dispute: Command = {
  words: 'dispute ID RESPONSE',
  about: 'respond to a dispute: RESPONSE is evidence, which hands the order’s record to PayPal, or accept',
  run: async ({ words: [id = '', response = ''] }, terminal) => {
    const routes = { evidence: payments.routes.giveEvidence, accept: payments.routes.acceptDispute };
    if (response !== 'evidence' && response !== 'accept')
      throw new Mistake(`A response is evidence or accept; ${response} is neither`);
    const found = await terminal.ask(routes[response], { path: { id }, body: {}, key: terminal.newKey() });
    const about = pairsOf({
      dispute: found.id,
      order: found.order,
      amount: text(found.amount),
      response: found.response?.action,
      by: found.response?.by,
    });
    show(terminal, found, [...about, '', 'It is done within minutes; `disputes` shows what PayPal says then.']);
    return true;
  },
};
