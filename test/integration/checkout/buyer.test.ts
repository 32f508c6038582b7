import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { getAccount, personsOf, type Account } from '../../../functions/accounts/account.ts';
import { buyerOf, type Buyer } from '../../../functions/checkout/buyer.ts';
import type { Customer } from '../../../functions/kit/http/session.ts';
import { emailOf, mailboxHash } from '../../../functions/people/public.ts';
import { addressOf } from '../../../functions/preferences/public.ts';
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
const form = (email: string, marketing = false) => ({ email, marketing });
const persons = async () => personsOf((await getAccount(account.id, ports)) ?? account);

describe('who buys', () => {
  it('is the account of a customer who gives its address, in whatever spelling', async () => {
    expect(await buyerOf(customer(), form('jane@EXAMPLE.com'), at, ports)).toMatchObject({ id: account.person });
  });

  it('is a person of its own for any other address, who joins the account', async () => {
    const buyer = await buyerOf(customer(), form('friend@example.com'), at, ports);
    await store(buyer);
    expect(await emailOf(buyer.id, ports)).toBe('friend@example.com');
    expect(await persons()).toEqual([account.person, buyer.id]);
  });

  it('is a person of its own without an account, even with the address of one', async () => {
    const before = await persons();
    const buyer = await buyerOf(undefined, form('jane@example.com'), at, ports);
    await store(buyer);
    expect(buyer.id).not.toBe(account.person);
    expect(await persons()).toEqual(before);
  });

  // promise: P40
  it('agrees to news at once when the address is that of the account, once, and not by an empty box', async () => {
    await store(await buyerOf(customer(), form('jane@example.com', true), at, ports));
    const hash = await mailboxHash('jane@example.com', ports);
    const agreed = await addressOf(hash, ports);
    expect(agreed).toMatchObject({
      account: true,
      person: account.person,
      topics: { newsletter: { state: 'yes', source: 'order-form' } },
    });
    for (const marketing of [true, false])
      expect((await buyerOf(customer(), form('jane@example.com', marketing), at, ports)).writes).toEqual([]);
    await store(await buyerOf(customer(), form('else@example.com', true), at, ports));
    expect(await addressOf(await mailboxHash('else@example.com', ports), ports)).toBeUndefined();
  });
});
