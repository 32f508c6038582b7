import { createUser, deleteUser, findUser, setPassword } from '../../identity/public.ts';
import { Unavailable } from '../../kit/http/problem.ts';
import { transact, type Write } from '../../kit/store/write.ts';
import { isRefusal } from '../../kit/value/result.ts';
import { eraseWrites, newPerson } from '../../people/public.ts';
import { getAccount, type Account } from '../account.ts';
import { accountWrite, dropWrite } from '../unconfirmed.ts';
import { sendCode, sendKnown } from '../letters.ts';
import type { AccountPorts } from '../account-ports.ts';
import { contestedWrite } from '../attempt.ts';
import type { SignUp } from './payload.ts';

/**
 * Removes a user who never proved the address, with all that was stored: whoever signs up now must not get an account that
 * somebody else has the password of. The row goes first, so that no code of it works any more; false when it was confirmed meanwhile.
 */
export const dropUnconfirmed = async (
  id: string,
  account: Account | undefined,
  ports: AccountPorts,
  more: readonly Write[] = [],
): Promise<boolean> => {
  const person = account ? await eraseWrites(account.person, ports.now(), ports) : [];
  const { done } = await transact([dropWrite(id, ports), ...person, ...more], ports);
  if (!done && (await getAccount(id, ports))) return false;
  await deleteUser(id, ports);
  return true;
};

const store = async (
  id: string,
  { request, attempt, email, name, marketing, country }: SignUp,
  ports: AccountPorts,
) => {
  const at = ports.now();
  const person = ports.newId();
  const row = accountWrite({ id, person, marketing, request, attempt, at }, ports);
  const contact = { id: person, kind: 'customer' as const, email, name, at, ...(country && { country }) };
  const { done } = await transact([row, ...(await newPerson(contact, ports))], ports);
  const account = done ? { id, person } : await getAccount(id, ports);
  if (!account || ('request' in account && account.request !== request))
    throw new Unavailable('another account came first');
  return account;
};

/** What to do about a user who has the address already: nothing is left of one who never proved it. */
const makeRoom = async (address: string, signUp: SignUp, ports: AccountPorts): Promise<Account | 'room' | 'known'> => {
  const user = await findUser(address, ports);
  if (!user) return 'room';
  const account = await getAccount(user.id, ports);
  if (account?.request === signUp.request && account.status === 'unconfirmed') return account;
  const another = account?.attempt === signUp.attempt ? [] : [await contestedWrite(address, ports)];
  const isKnown = account !== undefined && account.status !== 'unconfirmed';
  if (!isKnown && (await dropUnconfirmed(user.id, account, ports, another))) return 'room';
  const known = isKnown ? account : await getAccount(user.id, ports);
  if (known) await sendKnown(known.person, signUp.request, ports);
  return 'known';
};

/** Makes a user with a password, and returns its id; undefined for an address or a password that Cognito does not take. */
const makeUser = async (address: string, password: string, ports: AccountPorts): Promise<string | undefined> => {
  const user = await createUser(address, ports);
  if (isRefusal(user) && user.refused === 'taken') throw new Unavailable('another sign-up came first');
  if (isRefusal(user)) return void ports.log.warn('sign-up refused', { outcome: user.refused });
  if (!isRefusal(await setPassword(user.id, password, ports))) return user.id;
  await deleteUser(user.id, ports);
  ports.log.warn('sign-up refused', { outcome: 'password' });
  return undefined;
};

/**
 * Makes an account for an address, and sends it a code. A known address gets a letter that says so; a user who never proved it is
 * deleted and made anew. Safe to repeat, also half-way. Throws when another sign-up of the same address gets in between.
 */
export const signUp = async (address: string, wanted: SignUp, ports: AccountPorts): Promise<void> => {
  const found = await makeRoom(address, wanted, ports);
  if (found === 'known') return;
  const code = (account: { id: string; person: string }) =>
    sendCode({ purpose: 'confirm', subject: address, account, request: wanted.request }, ports);
  if (found !== 'room') return code(found);
  const id = await makeUser(address, wanted.password, ports);
  if (id === undefined) return;
  const account = await store(id, wanted, ports);
  if ((await findUser(address, ports))?.id !== id) throw new Unavailable('another sign-up took its place');
  await code(account);
};
