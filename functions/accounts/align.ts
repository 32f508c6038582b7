import { changeEmail, signOutEverywhere } from '../identity/public.ts';
import { errorFields } from '../kit/log.ts';
import { apply } from '../kit/store/write.ts';
import { identityForm } from '../kit/value/email-address.ts';
import { isRefusal } from '../kit/value/result.ts';
import { emailOf, personsAt } from '../people/public.ts';
import { accountOf, getAccount, type Account } from './account.ts';
import type { AccountPorts } from './account-ports.ts';
import { closeOpen, joinWrite } from './changes.ts';

/** The persons at an address who have no account of their own: whoever bought there as a guest. */
const guestsAt = async (address: string, { person }: Account, ports: AccountPorts): Promise<string[]> => {
  const found = (await personsAt(address, ports)).filter((each) => each !== person);
  const accounts = await Promise.all(found.map((each) => accountOf(each, ports)));
  return found.filter((_, n) => accounts[n] === undefined);
};

/** Lets the earlier orders of the address that an account has proven join it. Safe to repeat. */
const joinGuests = async (address: string, account: Account, ports: AccountPorts): Promise<void> => {
  const write = joinWrite(account, await guestsAt(address, account, ports), ports.now(), ports);
  if (write) await apply(write, ports);
};

const alignPool = async (account: Account, ports: AccountPorts): Promise<string> => {
  await signOutEverywhere(account.id, ports);
  const email = await emailOf(account.person, ports);
  const address = email === undefined ? undefined : identityForm(email);
  if (address === undefined) return 'erased';
  if (isRefusal(await changeEmail(account.id, address, ports))) {
    ports.log.error('account parked', { outcome: 'address refused' });
    return 'parked';
  }
  await joinGuests(address, account, ports);
  return 'aligned';
};

/**
 * Brings the user pool to what the row of a confirmed account says: signed out everywhere, with the address that was proven; and
 * lets earlier orders of that address join. Returns what came of it; safe to repeat, and repeated by the sweeper until it is done.
 */
export const align = async (id: string, ports: AccountPorts): Promise<string> => {
  const account = await getAccount(id, ports);
  if (account?.open === undefined || account.status === 'unconfirmed' || account.status === 'closed') return 'left';
  const outcome = await alignPool(account, ports);
  return (await closeOpen(account, ports)) ? outcome : 'left';
};

/** Aligns an account now; what does not succeed is left to the sweeper, because the row decides already. */
export const alignSoon = async (id: string, ports: AccountPorts): Promise<void> => {
  try {
    await align(id, ports);
  } catch (error) {
    ports.log.warn('left to the sweeper', errorFields(error));
  }
};
