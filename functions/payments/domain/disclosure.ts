import { isRefusal, refuse, type Refusal } from '../../kit/value/result.ts';

/** The exceptions under which the policy lets something of a person leave the shop; there are no others (promise P11). */
export const bases = [
  'protect-our-rights',
  'law',
  'court-order',
  'legal-process',
  'card-rules',
  'combat-fraud',
] as const;
export type Basis = (typeof bases)[number];

/** What may be in a disclosure. */
export const scopes = ['order', 'notice', 'consent', 'payer-address'] as const;
export type Scope = (typeof scopes)[number];

/** Something of a person that leaves the shop: on which basis, what of it, to whom, and who approved it. */
export type Disclosure = {
  id: string;
  order: string;
  person: string;
  recipient: 'paypal';
  basis: Basis;
  scope: readonly Scope[];
  approver: string;
  at: string;
};

/** Returns a disclosure to be recorded; refused without a basis that the policy lists, without a scope and without an approver. */
export const disclosure = (
  wanted: Omit<Disclosure, 'basis' | 'scope'> & { basis: string; scope: readonly string[] },
): Disclosure | Refusal<'no-basis'> => {
  const isListed = (bases as readonly string[]).includes(wanted.basis);
  const isKnown = wanted.scope.length > 0 && wanted.scope.every((each) => (scopes as readonly string[]).includes(each));
  return isListed && isKnown && wanted.approver !== '' ? (wanted as Disclosure) : refuse('no-basis');
};

/** Returns whether a disclosure was refused. */
export const isRefused = (made: Disclosure | Refusal<'no-basis'>): made is Refusal<'no-basis'> => isRefusal(made);
