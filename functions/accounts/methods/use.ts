import type { KeyWrapper } from '../../kit/crypto/data-keys.ts';
import type { Ports } from '../../kit/ports.ts';
import { consentText } from '../../policy/public.ts';
import { openFor } from '../../people/public.ts';
import { getAccount, type Account } from '../account.ts';
import { masked } from '../domain/method.ts';
import { getMethod, sealedAs, type Method } from './row.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;
type Opening = Store & { keys: KeyWrapper };

/** The saved method that an account names, if it can pay. */
const methodIn = async ({ id, method }: Pick<Account, 'id' | 'method'>, ports: Store): Promise<Method | undefined> => {
  const row = method === undefined ? undefined : await getMethod(method, ports);
  return row?.state === 'saved' && row.account === id ? row : undefined;
};

/** Returns the id of the method by which an account can pay in one step; undefined when it has none or is not active. */
export const payableMethod = async (id: string, ports: Store): Promise<string | undefined> => {
  const account = await getAccount(id, ports);
  return account?.status === 'active' ? (await methodIn(account, ports))?.id : undefined;
};

/** Returns PayPal's reference of a method that may pay now; undefined when it was removed, or its account is not active any more. */
export const referenceOf = async (method: string, ports: Opening): Promise<string | undefined> => {
  const row = await getMethod(method, ports);
  if (!row || (await payableMethod(row.account, ports)) !== method) return undefined;
  return openFor(row.person, sealedAs, row.sealed, ports);
};

/** Returns the saved method of an account as its owner is shown it, with the consent; null when there is none. */
export const methodView = async (account: Account, ports: Opening) => {
  const row = await methodIn(account, ports);
  const reference = row && (await openFor(row.person, sealedAs, row.sealed, ports));
  if (!row || reference === undefined) return null;
  const { text: hash, at, source } = row.consent;
  return {
    kind: 'paypal' as const,
    masked: masked(reference),
    savedAt: row.at,
    consent: { text: consentText(hash) ?? '', hash, at, source },
  };
};
