import { payments } from '../../../functions/payments/contract.ts';
import { show, type Command } from '../command.ts';
import { tableOf } from '../table.ts';

type Row = { currency: string; captured: string; refunded: string; fees: string; disputed: string; net: string };
const head = ['', 'currency', 'captured', 'refunded', 'fees', 'disputed', 'net'];
const rowOf = (whose: string, { currency, captured, refunded, fees, disputed, net }: Row): string[] => [
  whose, currency, captured, refunded, fees, disputed, net,
]; // prettier-ignore

/** Shows the statement of a month; it was done only if both sides say the same. */
export const statement: Command = {
  words: 'statement MONTH',
  about: "show a month's statement (2026-10) by currency: PayPal's own list, and the same as our record has it",
  run: async ({ words: [month = ''] }, terminal) => {
    const found = await terminal.ask(payments.routes.readStatement, { path: { month } });
    const rows = [
      ...found.currencies.map((row) => rowOf('PayPal', row)),
      ...found.ours.map((row) => rowOf('ours', row)),
    ];
    show(terminal, found, [...tableOf(head, rows), '', `${found.differences} transactions differ.`]);
    return found.differences === 0;
  },
};
