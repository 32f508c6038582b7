import type { Order } from '../../orders/domain.ts';
import { formatMoney, type Money } from '../../kit/value/money.ts';

/** What PayPal takes of one piece of evidence. */
export const mostCharacters = 2000;

const spoken = (money: Money): string => {
  const { amount, currency } = formatMoney(money);
  return `${amount} ${currency}`;
};

const fitting = (sentences: readonly string[]): string => {
  const text = sentences.join('\n');
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
};

/** A part of the evidence: the type is PayPal's word. */
export type EvidencePart = { evidence_type: string; notes: string };

const purchase = ({ id, placedAt, lines, total, capture, noticeHash, policyHash }: Order): string =>
  fitting([
    `Order ${id}, placed at ${placedAt}, paid with transaction ${capture ?? 'unknown'}, total ${spoken(total)}.`,
    'Prepaid calling cards, delivered as PIN codes on the page of the order; nothing is shipped.',
    `The notice at the point of sale was shown before the order was placed (SHA-256 of its text: ${noticeHash}).`,
    `The order was placed under the policy with the SHA-256 ${policyHash}.`,
    ...lines.map(({ quantity, name, unitPrice }) => `${quantity} × ${name}, ${spoken(unitPrice)} each`),
  ]);

const delivery = ({ revealed, history }: Order, recipient: string | undefined): string =>
  fitting([
    ...history.map(({ status, at }) => `${at}: ${status}`),
    ...(revealed
      ? [
          `The PIN codes were shown to the buyer at ${revealed.at}, after the buyer had agreed that they are shown at once`,
          `and that the right to withdraw ends by it (SHA-256 of the text agreed to: ${revealed.text}).`,
          'A PIN code that was shown can be used by whoever has seen it; it cannot be returned.',
        ]
      : ['The PIN codes have not been shown.']),
    ...(recipient === undefined ? [] : [`Recipient, as PayPal knows the payer: ${recipient}`]),
  ]);

/**
 * Returns the evidence of an order for a dispute: what was bought and under which notice, and when the PINs were shown and by
 * which consent. A PIN is never in it. `recipient` is the payer's address as PayPal knows it.
 */
export const evidenceOf = (order: Order, recipient: string | undefined): EvidencePart[] => [
  { evidence_type: 'DETAILS_OF_PURCHASE', notes: purchase(order) },
  { evidence_type: 'PROOF_FOR_SOFTWARE_OR_SERVICE_DELIVERED', notes: delivery(order, recipient) },
];
