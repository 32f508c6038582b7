import { fulfilment } from '../../../functions/fulfilment/contract.ts';
import { payments } from '../../../functions/payments/contract.ts';
import { show, type Command } from '../command.ts';
import { Mistake } from '../mistake.ts';
import { pairsOf, tableOf } from '../table.ts';

type Money = { amount: string; currency: string };
const text = ({ amount, currency }: Money): string => `${amount} ${currency}`;

/** Shows an order. */
export const order: Command = {
  words: 'order ID',
  about: 'look an order up',
  run: async ({ words: [id = ''] }, terminal) => {
    const found = await terminal.ask(fulfilment.routes.lookUpOrder, { path: { id } });
    const about = pairsOf({
      order: found.id,
      status: found.disputed ? `${found.status}, disputed` : found.status,
      placed: found.placedAt,
      total: text(found.total),
      refunded: Number(found.refunded.amount) > 0 ? text(found.refunded) : undefined,
      person: found.person,
      'PayPal order': found.paypalOrder,
      capture: found.capture,
      parked: found.parked,
      revealed: found.revealedAt,
      'withdrawn from': found.withdrawnAt,
      'withdrawal to decide': found.withdrawalAsked,
    });
    const lines = found.lines.map(({ quantity, sku, name, lineTotal }) => [
      String(quantity),
      sku,
      name,
      text(lineTotal),
    ]);
    const pins = found.pinStates.map(({ n, sku, batch, reported, unfit }) => [
      String(n),
      sku,
      batch,
      reported ?? '',
      unfit ?? '',
    ]);
    const history = found.history.map(({ at, status }) => [at, status]);
    show(terminal, found, [
      ...about,
      '',
      ...tableOf(['', 'SKU', 'card', 'total'], lines),
      '',
      ...tableOf(['PIN', 'SKU', 'batch', 'reported', 'never sold again'], pins),
      '',
      ...tableOf(['time', 'status'], history),
    ]);
    return true;
  },
};

/** Sends an order's receipt again. */
export const receipt: Command = {
  words: 'receipt ID',
  about: 'mail the receipt of an order again',
  run: async ({ words: [id = ''] }, terminal) => {
    const answer = await terminal.ask(fulfilment.routes.sendReceipt, { path: { id }, key: terminal.newKey() });
    show(terminal, answer, ['The receipt is on its way.']);
    return true;
  },
};

/** Replaces a PIN of an order. */
export const replace: Command = {
  words: 'replace ID NUMBER',
  about: 'give an order another PIN for one that was reported or recalled',
  run: async ({ words: [id = '', n = ''] }, terminal) => {
    const answer = await terminal.ask(fulfilment.routes.replacePin, { path: { id, n }, key: terminal.newKey() });
    show(terminal, answer, [`PIN ${n} is replaced, and the buyer is told.`]);
    return true;
  },
};

/** Refunds what was paid for an order, or a part of it. */
export const refund: Command = {
  words: 'refund ID',
  about: 'refund an order: all that is left, or an amount of its currency (--amount 4.00 --currency USD)',
  takes: ['amount', 'currency', 'reason'],
  run: async ({ words: [id = ''], values: { amount, currency, reason } }, terminal) => {
    if ((amount === undefined) !== (currency === undefined)) throw new Mistake('--amount and --currency go together.');
    const body = { ...(amount && { amount: { amount, currency } }), ...(reason && { reason }) };
    const answer = await terminal.ask(payments.routes.refundOrder, { path: { id }, body, key: terminal.newKey() });
    const sentence = `The refund of ${text(answer.amount)} is on its way; ${text(answer.left)} can still be refunded.`;
    show(terminal, answer, [sentence]);
    return true;
  },
};
