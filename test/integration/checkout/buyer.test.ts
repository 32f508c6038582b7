import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { getAccount, personsOf, type Account } from '../../../functions/accounts/account.ts';
import { buyerOf, type Buyer } from '../../../functions/checkout/buyer.ts';
import type { Customer } from '../../../functions/kit/http/session.ts';
import { emailOf } from '../../../functions/people/public.ts';
import { accountIn } from '../../builders/accounts.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
let account: Account;
const at = new Date('2026-07-01T12:00:00Z');
beforeAll(async () => {
  ports = testPorts({ dynamo: database.client() });
  account = await accountIn(ports, { email: 'Jane@example.com' });
});

const customer = (): Customer => ({
  id: account.id,
  person: account.person,
  persons: [account.person],
  joined: {},
  state: 'active',
  authTime: at,
});
const store = ({ writes }: Buyer) =>
  writes.length > 0 && ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: writes }));
const persons = async () => personsOf((await getAccount(account.id, ports)) ?? account);

describe('who buys', () => {
  it('is the account of a customer who gives its address, in whatever spelling', async () => {
    expect(await buyerOf(customer(), 'jane@EXAMPLE.com', at, ports)).toEqual({ id: account.person, writes: [] });
  });

  it('is a person of its own for any other address, who joins the account', async () => {
    const buyer = await buyerOf(customer(), 'friend@example.com', at, ports);
    await store(buyer);
    expect(await emailOf(buyer.id, ports)).toBe('friend@example.com');
    expect(await persons()).toEqual([account.person, buyer.id]);
  });

  it('is a person of its own without an account, even with the address of one', async () => {
    const before = await persons();
    const buyer = await buyerOf(undefined, 'jane@example.com', at, ports);
    await store(buyer);
    expect(buyer.id).not.toBe(account.person);
    expect(await persons()).toEqual(before);
  });
});
