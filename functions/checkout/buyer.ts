import { joinWrite } from '../accounts/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Customer } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import type { Write } from '../kit/store/write.ts';
import { identityForm } from '../kit/value/email-address.ts';
import { emailOf, mailboxHash, newPerson } from '../people/public.ts';
import { marketing } from '../policy/public.ts';
import { addressOf, choiceWrites } from '../preferences/public.ts';

/** Who buys, and what has to be written for that. */
export type Buyer = { id: string; writes: Write[] };

/** What is said of news on the form. */
type News = { marketing: boolean; at: Date };

const choiceOf = async (
  person: string,
  email: string,
  { marketing: yes, at }: News,
  ports: Ports & { keys: KeyWrapper; secrets: Secrets },
): Promise<Write[]> => {
  const hash = await mailboxHash(email, ports);
  const choice = { yes, source: 'order-form', text: marketing.hash, person, at } as const;
  return choiceWrites(hash, await addressOf(hash, ports), choice, ports);
};

/**
 * Returns the person who buys. A customer who gives the address of their account is that account's person, and
 * a yes to news counts at once; for any other address it counts a day after its receipt was delivered. Any other address is a
 * person of its own, to whom the mails go; a customer's account is joined by that person, so that the order is among theirs.
 */
export const buyerOf = async (
  customer: Customer | undefined,
  { email, marketing: yes }: { email: string; marketing: boolean },
  at: Date,
  ports: Ports & { keys: KeyWrapper; secrets: Secrets },
): Promise<Buyer> => {
  const own = customer && (await emailOf(customer.person, ports));
  if (customer && own !== undefined && identityForm(own) === identityForm(email))
    return { id: customer.person, writes: await choiceOf(customer.person, own, { marketing: yes, at }, ports) };
  const id = ports.newId();
  const person = await newPerson({ id, email, at }, ports);
  const joining = customer && joinWrite({ id: customer.id, person: customer.person, joined: {} }, [id], at, ports);
  return { id, writes: [...person, ...(joining ? [joining] : [])] };
};
