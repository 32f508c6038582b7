import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Ports } from '../kit/ports.ts';
import { due } from '../kit/store/due.ts';
import { sweepAll, type Counts } from '../kit/work/sweep.ts';
import type { AccountPorts } from './account-ports.ts';
import { deleteUser } from '../identity/public.ts';
import { seconds } from '../kit/value/time.ts';
import { getAccount } from './account.ts';
import { align } from './align.ts';
import { dropUnconfirmed } from './requests/sign-up.ts';
import { closeOpen, lookLater } from './changes.ts';
import { finishRemoval } from './methods/remove.ts';
import { dueMethods, removeLater, type MethodPorts } from './methods/row.ts';

/** Milliseconds after which a sweep begins no further account. */
const budget = 180_000;

async function* dueAccounts(ports: Pick<Ports, 'dynamo' | 'table' | 'now'>): AsyncGenerator<string> {
  const open = { table: 'accounts.accounts', index: 'open', key: 'open', partition: 'y' };
  for await (const item of due(open, ports)) yield String(unmarshall(item)['id']);
}

/** Does what is due for an account, by its status. Safe to repeat. */
const tidy = async (id: string, ports: AccountPorts): Promise<string> => {
  const account = await getAccount(id, ports);
  if (account?.open === undefined || (account.checkAt ?? 0) > seconds(ports.now())) return 'left';
  if (account.status === 'unconfirmed') return (await dropUnconfirmed(id, account, ports)) ? 'dropped' : 'left';
  if (account.status !== 'closed') return align(id, ports);
  await deleteUser(id, ports);
  return (await closeOpen(account, ports)) ? 'closed' : 'left';
};

type Item = { account: string } | { method: string };

async function* dueItems(ports: MethodPorts): AsyncGenerator<Item> {
  for await (const account of dueAccounts(ports)) yield { account };
  for await (const method of dueMethods(ports)) yield { method };
}

/** Ends what a request left undone at the user pool and at PayPal, and drops accounts that were never confirmed. */
export const sweep = (ports: AccountPorts & MethodPorts): Promise<Counts> =>
  sweepAll<Item>({
    worker: 'accounts-sweep',
    items: dueItems(ports),
    each: (item) => ('account' in item ? tidy(item.account, ports) : finishRemoval(item.method, ports)),
    pushBack: (item) => ('account' in item ? lookLater(item.account, ports) : removeLater(item.method, ports)),
    ports,
    budget,
  });
