import { Unavailable } from '../../kit/http/problem.ts';
import { toItem } from '../../kit/store/client.ts';
import { all, any, asRead } from '../../kit/store/condition.ts';
import { prompt } from '../../kit/store/retry.ts';
import { transact, type Write } from '../../kit/store/write.ts';
import { seconds } from '../../kit/value/time.ts';
import { removeFromVault } from '../../paypal/public.ts';
import { referenceHash, sealFor } from '../../people/public.ts';
import { getAccount, type Account } from '../account.ts';
import { changeWrite } from '../changes.ts';
import { fateOf } from '../domain/method.ts';
import { removeSoon } from './remove.ts';
import { getMethod, leavingWrite, methodPut, sealedAs, type Method, type MethodPorts } from './row.ts';

/** A reference that PayPal made, for which account, with which order, and the consent: the hash of its text and when (RFC 3339). */
export type Vaulted = { reference: string; account: string; order: string; text: string; agreedAt: string };

/** How often it is looked again when the account changed meanwhile. */
const rounds = 5;

/** The account names its method; refused when it was closed, has another by now, or its owner took a method away after this consent. */
const naming = ({ id, method }: Account, next: string, agreedAt: string, ports: MethodPorts): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'SET #method = :next',
      ConditionExpression: all(
        '#status <> :closed',
        asRead('#method', ':before', method),
        any('attribute_not_exists(methodRemovedAt)', 'methodRemovedAt < :agreedAt'),
      ),
      ExpressionAttributeNames: { '#method': 'method', '#status': 'status' },
      ExpressionAttributeValues: toItem({
        ':next': next,
        ':closed': 'closed',
        ':before': method,
        ':agreedAt': agreedAt,
      }),
    },
    ports,
  );

type Putting = { vaulted: Vaulted; id: string; account: Account; before: Method | undefined; sealed: string };

/** Puts the method into the account in one transaction, in the place of the one before it; false when the account changed meanwhile. */
const put = async ({ vaulted, id, account, before, sealed }: Putting, ports: MethodPorts): Promise<boolean> => {
  const { order, text, agreedAt } = vaulted;
  const at = ports.now();
  const consent = { text, at: agreedAt, source: 'order-form' } as const;
  const whose = { account: account.id, person: account.person };
  const writes = [
    methodPut({ id, ...whose, sealed, order, consent, state: 'saved', at: at.toISOString() }, ports),
    naming(account, id, agreedAt, ports),
    ...(before ? [leavingWrite(before.id, seconds(at) + 60, ports)] : []),
  ];
  if (!(await transact(writes, ports, prompt)).done) return false;
  if (before) await removeSoon(before.id, ports);
  return true;
};

/** Nobody wants it: the customer took the consent back, or is gone. PayPal confirms, or this throws and is done again. */
const drop = async (vaulted: Vaulted, isKnown: boolean, ports: MethodPorts): Promise<'unwanted'> => {
  if (!isKnown) await removeFromVault(ports.paypal, vaulted.reference);
  return 'unwanted';
};

/**
 * Keeps a reference that PayPal made as the saved method of an account (promise P6), with the consent that it was made by; the method
 * before it is removed. One that nobody wants any more is deleted at PayPal instead. Safe to repeat and to run twice at once; throws
 * Unavailable when PayPal does not confirm.
 */
export const saveMethod = async (vaulted: Vaulted, ports: MethodPorts): Promise<'saved' | 'unwanted'> => {
  const id = await referenceHash(vaulted.reference, ports);
  for (let round = 0; round < rounds; round += 1) {
    const [account, row] = await Promise.all([getAccount(vaulted.account, ports), getMethod(id, ports)]);
    const before = account?.method === undefined ? undefined : await getMethod(account.method, ports);
    const fate = fateOf(account, { id, agreedAt: vaulted.agreedAt }, before?.consent.at);
    if (fate === 'saved') return fate;
    // Another run put the row after the account was read here.
    if (fate === 'save' && row?.state === 'saved') continue;
    if (fate === 'unwanted' || !account || row) return drop(vaulted, row !== undefined, ports);
    const sealed = await sealFor(account.person, sealedAs, vaulted.reference, ports);
    if (sealed === undefined) return drop(vaulted, false, ports);
    if (await put({ vaulted, id, account, before, sealed }, ports)) return 'saved';
  }
  throw new Unavailable('the account kept changing');
};
