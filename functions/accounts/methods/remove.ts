import { Unavailable } from '../../kit/http/problem.ts';
import { errorFields } from '../../kit/log.ts';
import type { Ports } from '../../kit/ports.ts';
import { toItem } from '../../kit/store/client.ts';
import { asRead } from '../../kit/store/condition.ts';
import { prompt } from '../../kit/store/retry.ts';
import { apply, transact, type Write } from '../../kit/store/write.ts';
import { seconds } from '../../kit/value/time.ts';
import { isVaulted, removeFromVault } from '../../paypal/public.ts';
import { accountOf, getAccount } from '../account.ts';
import { changeWrite } from '../changes.ts';
import { getMethod, leavingWrite, methodDeletion, methodsAt, referenceIn, type MethodPorts } from './row.ts';

/** Seconds that a request has before the sweeper looks after what it left. */
const headStart = 60;
const rounds = 5;

/** Deletes a method's row once PayPal has confirmed that the method is gone there; throws Unavailable until then. Safe to repeat. */
export const finishRemoval = async (id: string, ports: MethodPorts): Promise<'removed'> => {
  const method = await getMethod(id, ports);
  if (!method) return 'removed';
  const reference = await referenceIn(method, ports);
  if (reference !== undefined) await removeFromVault(ports.paypal, reference);
  await apply(methodDeletion(id, ports), ports);
  return 'removed';
};

/** Finishes a removal now; what PayPal does not confirm is left to the sweeper: it pays nothing already. Returns whether it is done. */
export const removeSoon = async (id: string, ports: MethodPorts): Promise<boolean> => {
  try {
    await finishRemoval(id, ports);
    return true;
  } catch (error) {
    ports.log.warn('left to the sweeper', errorFields(error));
    return false;
  }
};

/** The account has no method any more, and what was agreed to until now counts no more. */
const takingAway = (id: string, method: string | undefined, at: Date, ports: Pick<Ports, 'table'>): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'SET methodRemovedAt = :at REMOVE #method',
      ConditionExpression: `attribute_exists(id) AND ${asRead('#method', ':method', method)}`,
      ExpressionAttributeNames: { '#method': 'method' },
      ExpressionAttributeValues: toItem({ ':at': at.toISOString(), ':method': method }),
    },
    ports,
  );

/**
 * Takes the saved method away from an account: from this write on it pays nothing, and a payment that is under way saves none. Then PayPal
 * deletes it. Returns whether PayPal has confirmed; if not, the sweeper goes on. Safe to repeat.
 */
export const removeMethod = async (account: string, ports: MethodPorts): Promise<boolean> => {
  for (let round = 0; round < rounds; round += 1) {
    const row = await getAccount(account, ports);
    if (!row) return true;
    const at = ports.now();
    const method = row.method === undefined ? undefined : await getMethod(row.method, ports);
    const leaving = method ? [leavingWrite(method.id, seconds(at) + headStart, ports)] : [];
    const outcome = await transact([takingAway(account, row.method, at, ports), ...leaving], ports, prompt);
    if (outcome.done) return method === undefined || removeSoon(method.id, ports);
  }
  throw new Unavailable('the account kept changing');
};

/**
 * Removes every saved method of a person, here and at PayPal, before their key goes: without it nobody could tell PayPal which. Returns
 * the orders of those whose removal PayPal has not confirmed. Safe to repeat.
 */
export const removeMethodsOf = async (person: string, ports: MethodPorts): Promise<string[]> => {
  const account = await accountOf(person, ports);
  const named = account?.method === undefined ? [] : [account.method];
  if (account && named.length > 0) await removeMethod(account.id, ports);
  const left: string[] = [];
  for (const id of new Set([...named, ...(await methodsAt(person, ports))])) {
    const order = (await removeSoon(id, ports)) ? undefined : (await getMethod(id, ports))?.order;
    if (order !== undefined) left.push(order);
  }
  return left;
};

/** The account forgets a method that is the one meant still. */
const forgetting = (id: string, method: string, ports: Pick<Ports, 'table'>): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'REMOVE #method',
      ConditionExpression: '#method = :method',
      ExpressionAttributeNames: { '#method': 'method' },
      ExpressionAttributeValues: toItem({ ':method': method }),
    },
    ports,
  );

/**
 * Forgets a method that is gone at PayPal, where its owner may remove it too. PayPal is asked: an event alone removes nothing. Returns
 * what came of it; safe to repeat.
 */
export const forgetMethod = async (id: string, ports: MethodPorts): Promise<'unknown' | 'kept' | 'forgotten'> => {
  const method = await getMethod(id, ports);
  if (!method) return 'unknown';
  const reference = await referenceIn(method, ports);
  if (reference !== undefined && (await isVaulted(ports.paypal, reference))) return 'kept';
  await apply(forgetting(method.account, id, ports), ports);
  await apply(methodDeletion(id, ports), ports);
  return 'forgotten';
};
