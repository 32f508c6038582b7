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

/** Ends what a request left undone at the user pool, and drops accounts that were never confirmed. */
export const sweep = (ports: AccountPorts): Promise<Counts> =>
  sweepAll({
    worker: 'accounts-sweep',
    items: dueAccounts(ports),
    each: (id) => tidy(id, ports),
    pushBack: (id) => lookLater(id, ports),
    ports,
    budget,
  });
