import { findUser } from '../../identity/public.ts';
import { getAccount } from '../account.ts';
import type { AccountPorts } from '../account-ports.ts';
import { maySignIn } from '../domain/status.ts';
import { sendCode, sendKnown } from '../letters.ts';
import { dropUnconfirmed } from './sign-up.ts';

/** Sends another code to an address that has an unconfirmed account; any other gets nothing. */
export const resend = async (address: string, request: string, ports: AccountPorts): Promise<void> => {
  const user = await findUser(address, ports);
  const account = user && (await getAccount(user.id, ports));
  if (account?.status === 'unconfirmed')
    await sendCode({ purpose: 'confirm', subject: address, account, request }, ports);
};

/** Sends a code for a new password to an address that has a confirmed account; any other gets nothing. */
export const forgot = async (address: string, request: string, ports: AccountPorts): Promise<void> => {
  const user = await findUser(address, ports);
  const account = user && (await getAccount(user.id, ports));
  if (account && maySignIn(account.status))
    await sendCode({ purpose: 'reset', subject: address, account, request }, ports);
};

/**
 * Sends a code to the address that a customer wants to use. If another account has proven it, its owner is told instead that the
 * address is in use; one that was never confirmed does not keep it.
 */
export const newAddress = async (
  address: string,
  { account: id, request, email }: { account: string; request: string; email: string },
  ports: AccountPorts,
): Promise<void> => {
  const account = await getAccount(id, ports);
  if (account?.status !== 'active') return;
  const user = await findUser(address, ports);
  const other = user && user.id !== id ? await getAccount(user.id, ports) : undefined;
  if (other && other.status !== 'unconfirmed') return sendKnown(other.person, request, ports);
  if (user && user.id !== id) await dropUnconfirmed(user.id, other, ports);
  await sendCode({ purpose: 'email', subject: id, account, address: email, request }, ports);
};
