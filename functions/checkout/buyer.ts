import { joinWrite } from '../accounts/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Customer } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import type { Write } from '../kit/store/write.ts';
import { identityForm } from '../kit/value/email-address.ts';
import { emailOf, newPerson } from '../people/public.ts';

/** Who buys, and what has to be written for that. */
export type Buyer = { id: string; writes: Write[] };

/**
 * Returns the person who buys. A customer who gives the address of their account is that account's person. Any other address is a
 * person of its own, to whom the mails go; a customer's account is joined by that person, so that the order is among theirs.
 */
export const buyerOf = async (
  customer: Customer | undefined,
  email: string,
  at: Date,
  ports: Ports & { keys: KeyWrapper; secrets: Secrets },
): Promise<Buyer> => {
  const own = customer && (await emailOf(customer.person, ports));
  if (customer && own !== undefined && identityForm(own) === identityForm(email))
    return { id: customer.person, writes: [] };
  const id = ports.newId();
  const person = await newPerson({ id, email, at }, ports);
  const joining = customer && joinWrite({ id: customer.id, person: customer.person, joined: {} }, [id], at, ports);
  return { id, writes: [...person, ...(joining ? [joining] : [])] };
};
