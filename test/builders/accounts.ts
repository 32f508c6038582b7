import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { endingWrite } from '../../functions/accounts/changes.ts';
import { accountWrite } from '../../functions/accounts/unconfirmed.ts';
import { getAccount, type Account } from '../../functions/accounts/account.ts';
import { apply } from '../../functions/kit/store/write.ts';
import { newPerson } from '../../functions/people/public.ts';
import type { TestPorts } from '../harness/ports.ts';

let made = 0;

/** Stores an account with its person, as a sign-up does, and confirms it unless told not to; at a time past, so that a sign-in of now is after it. */
export const accountIn = async (
  ports: TestPorts,
  { email = `person-${made}@example.com`, confirmed = true, id = `account-${(made += 1)}` } = {},
): Promise<Account> => {
  const at = new Date(ports.now().getTime() - 60_000);
  const person = `person-of-${id}`;
  const row = accountWrite({ id, person, marketing: false, attempt: 'browser', request: `request-${id}`, at }, ports);
  const contact = { id: person, kind: 'customer' as const, email, name: 'Jane Doe', at };
  await ports.dynamo.send(
    new TransactWriteItemsCommand({ TransactItems: [row, ...(await newPerson(contact, ports))] }),
  );
  if (confirmed) await apply(endingWrite({ id, at, to: 'active' }, ports), ports);
  const account = await getAccount(id, ports);
  if (!account) throw new Error('the account is gone');
  return account;
};
