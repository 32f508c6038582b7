import { amountIssue, fromMinor, toMinor } from './money.ts';
import { refuse, type Issue, type Outcome, type Place } from './refusals.ts';
import type { OrderRequest, UnitRequest } from './order-request.ts';
import type { Money } from './wire.ts';

const added = ['item_total', 'tax_total', 'shipping', 'handling', 'insurance'];
const taken = ['shipping_discount', 'discount'];

/** PayPal's refusal of amounts or reference ids that do not fit together, or undefined. */
export const amountsRefusal = (request: OrderRequest): Outcome | undefined => {
  const units = request.purchase_units;
  const references = units.map((unit) => unit.reference_id);
  if (units.length > 1 && references.includes(undefined)) return refuse('REFERENCE_ID_REQUIRED');
  if (new Set(references).size < units.length) return refuse('DUPLICATE_REFERENCE_ID');
  for (const [index, unit] of units.entries()) {
    const refusal = unitRefusal(unit, `/purchase_units/${index}`);
    if (refusal !== undefined) return refusal;
  }
  const used = new Set(units.flatMap(moneyOf).map((money) => money.currency_code));
  return used.size > 1 ? refuse('MULTI_CURRENCY_ORDER') : undefined;
};

const moneyOf = (unit: UnitRequest): Money[] => {
  const items = (unit.items ?? []).flatMap((item) => [item.unit_amount, ...(item.tax ? [item.tax] : [])]);
  return [unit.amount, ...Object.values(unit.amount.breakdown ?? {}), ...items];
};

const unitRefusal = (unit: UnitRequest, at: string): Outcome | undefined => {
  const wrong = amountRefusal(unit.amount, `${at}/amount/value`, false);
  if (wrong !== undefined) return wrong;
  for (const money of moneyOf(unit).slice(1)) {
    const part = amountRefusal(money, `${at}/amount/breakdown`, true);
    if (part !== undefined) return part;
  }
  const issue = sumIssue(unit);
  return issue === undefined ? undefined : refuse(issue, { field: `${at}/amount/value`, value: unit.amount.value });
};

/** PayPal's refusal of one amount of an order, or undefined. Orders v2 has one issue for all wrong decimals. */
const amountRefusal = (money: Money, field: string, zero: boolean): Outcome | undefined => {
  const issue = amountIssue(money, zero);
  const place: Place = { field, value: money.value };
  if (issue === undefined) return undefined;
  return refuse(issue === 'DECIMALS_NOT_SUPPORTED' ? 'DECIMAL_PRECISION' : issue, place);
};

const sumIssue = (unit: UnitRequest): Issue | undefined => {
  const { breakdown } = unit.amount;
  const total = breakdown?.['item_total'];
  const items = unit.items ?? [];
  if (items.length > 0 && total === undefined) return 'ITEM_TOTAL_REQUIRED';
  const sum = items.reduce((all, item) => all + toMinor(item.unit_amount) * BigInt(item.quantity), 0n);
  if (items.length > 0 && total !== undefined && sum !== toMinor(total)) return 'ITEM_TOTAL_MISMATCH';
  if (breakdown === undefined) return undefined;
  const part = (name: string) => toMinor(breakdown[name] ?? fromMinor(0n, unit.amount.currency_code));
  const plus = added.reduce((all, name) => all + part(name), 0n);
  const minus = taken.reduce((all, name) => all + part(name), 0n);
  return plus - minus === toMinor(unit.amount) ? undefined : 'AMOUNT_MISMATCH';
};
