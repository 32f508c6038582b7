import { amountIssue, sumOf, toMinor } from './money.ts';
import type { Money, UnitRequest } from './paypal-types.ts';
import { refuse, type Outcome } from './outcomes.ts';

const added = ['item_total', 'tax_total', 'shipping', 'handling', 'insurance'];
const deducted = ['shipping_discount', 'discount'];

/** Returns PayPal's refusal of amounts that are wrong or do not add up, or undefined. */
export const amountsRefusal = (unit: UnitRequest): Outcome | undefined => {
  const issue = amountIssue(unit.amount) ?? partsIssue(unit) ?? sumIssue(unit);
  if (issue === undefined) return undefined;
  return refuse(issue, { field: '/purchase_units/0/amount/value', value: unit.amount.value });
};

const partsIssue = ({ amount, items = [] }: UnitRequest): string | undefined => {
  const parts = [...Object.values(amount.breakdown ?? {}), ...items.map(({ unit_amount }) => unit_amount)];
  const issue = parts.map((part) => amountIssue(part, true)).find((found) => found !== undefined);
  const foreign = parts.some(({ currency_code }) => currency_code !== amount.currency_code);
  return issue ?? (foreign ? 'MULTI_CURRENCY_ORDER' : undefined);
};

const sumIssue = ({ amount: { breakdown, ...amount }, items = [] }: UnitRequest): string | undefined => {
  const total = breakdown?.['item_total'];
  const sum = items.reduce((all, { unit_amount, quantity }) => all + toMinor(unit_amount) * BigInt(quantity), 0n);
  if (items.length > 0 && total === undefined) return 'ITEM_TOTAL_REQUIRED';
  if (items.length > 0 && total !== undefined && sum !== toMinor(total)) return 'ITEM_TOTAL_MISMATCH';
  if (breakdown === undefined) return undefined;
  const sumBy = (names: string[]) =>
    sumOf(names.flatMap((name): Money[] => (breakdown[name] ? [breakdown[name]] : [])));
  return sumBy(added) - sumBy(deducted) === toMinor(amount) ? undefined : 'AMOUNT_MISMATCH';
};
