import { getAccount, personsOf } from '../../../functions/accounts/account.ts';
import { newPerson, openFor } from '../../../functions/people/public.ts';
import { transact } from '../../../functions/kit/store/write.ts';
import { orderRow, placeOrderRow } from '../../builders/orders.ts';
import { accountsInProcess } from '../../harness/accounts-in-process.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';

const database = contractDatabase();
let shop: ReturnType<typeof accountsInProcess>;
beforeAll(() => {
  shop = accountsInProcess(database.client());
});
afterEach(() => {
  shop.pools.hooks.fail = undefined;
  shop.payloads.length = 0;
});
let people = 0;
const address = (): string => `profile-${(people += 1)}@example.com`;
const read = (token: string) => shop.send('GET /profile', undefined, { token });
const patch = (token: string, body: object) => shop.send('PATCH /profile', body, { token });
const accessToken = async (email: string) => ((await shop.signIn(email)).body as { accessToken: string }).accessToken;
const version = async (token: string) => ((await read(token)).body as { version: number }).version;

describe('a profile', () => {
  // promise: P33
  it('shows what is held, and is changed field by field', async () => {
    const email = address();
    const { token } = await shop.customer(email);
    expect((await read(token)).body).toMatchObject({ email, name: 'Jane', address: null, telephone: null });
    const mailing = { lines: ['1 High Street'], town: 'Springfield' };
    const answer = await patch(token, { name: 'Jane Doe', address: mailing, telephone: '+1 555 0100' });
    expect(answer).toMatchObject({
      status: 200,
      body: { name: 'Jane Doe', address: mailing, telephone: '+1 555 0100' },
    });
    expect((await patch(token, { telephone: null })).body).toMatchObject({ name: 'Jane Doe', telephone: null });
    expect((await read(token)).body).toMatchObject({ sources: { name: { source: 'self' } } });
  });

  it('is not changed by somebody who saw another version of it, unless it is so already', async () => {
    const { token } = await shop.customer(address());
    const seen = await version(token);
    expect((await patch(token, { version: seen, name: 'First' })).status).toBe(200);
    expect(await patch(token, { version: seen, name: 'Second' })).toMatchObject({
      status: 409,
      body: { type: '/problems/profile-changed' },
    });
    expect(await patch(token, { version: seen, name: 'First' })).toMatchObject({ status: 200 });
  });

  it('loses no change of those that are made at once', async () => {
    const { token } = await shop.customer(address());
    const changes = [{ name: 'Joan' }, { telephone: '+1 555 0101' }, { country: 'US' }];
    const answers = await Promise.all(changes.map((change) => patch(token, change)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await read(token)).body).toMatchObject(Object.assign({}, ...changes) as object);
  });
});

describe('a new address', () => {
  const wanted = async (token: string, email: string) => {
    shop.clock.at += 1000;
    const answer = await patch(token, { email });
    await shop.work();
    return answer;
  };
  const confirm = (token: string, code: string) => shop.send('POST /profile/email/confirm', { code }, { token });

  it('counts once its code has come back; the old one is told, and every session ends', async () => {
    const [old, fresh] = [address(), address()];
    const { token, id } = await shop.customer(old);
    expect((await wanted(token, fresh)).body).toMatchObject({ email: old, emailPending: true });
    expect((await read(token)).body).toMatchObject({ email: old });
    const [letter] = (await shop.codes()).slice(-1);
    expect(await openFor(letter?.to ?? '', 'mail.address', letter?.address ?? '', shop.ports)).toBe(fresh);
    expect((await confirm(token, await shop.lastCode())).status).toBe(200);

    expect((await read(token)).status).toBe(401);
    expect((await shop.signIn(old)).status).toBe(401);
    expect((await read(await accessToken(fresh))).body).toMatchObject({ email: fresh });
    expect(shop.pools.users.get(id)).toMatchObject({ email: fresh, verified: true });
    const told = (await shop.letters()).filter(({ template }) => template === 'address-changed');
    const to = await Promise.all(told.map((each) => openFor(each.to, 'mail.address', each.address ?? '', shop.ports)));
    expect(to).toContain(old);
  });

  it('of another account is told to its owner, and changes nothing', async () => {
    const [mine, theirs] = [address(), address()];
    await shop.customer(theirs);
    const { token } = await shop.customer(mine);
    const codes = (await shop.codes()).length;
    expect((await wanted(token, theirs)).body).toMatchObject({ emailPending: true });
    expect(await shop.codes()).toHaveLength(codes);
    expect((await shop.letters()).at(-1)?.template).toBe('already-registered');
  });

  it('takes the place of an account that nobody confirmed', async () => {
    const [mine, theirs] = [address(), address()];
    await shop.signUp(theirs);
    await shop.work();
    const { token } = await shop.customer(mine);
    await wanted(token, theirs);
    expect((await confirm(token, await shop.lastCode())).status).toBe(200);
    expect((await shop.signIn(theirs)).status).toBe(200);
  });

  it('that somebody else proved meanwhile is theirs: the account is parked, and nobody gets in with it', async () => {
    const [mine, fresh] = [address(), address()];
    const { token, id } = await shop.customer(mine);
    await wanted(token, fresh);
    const code = await shop.lastCode();
    await shop.customer(fresh);
    expect((await confirm(token, code)).status).toBe(200);
    expect(shop.pools.users.get(id)?.email).toBe(mine);
    expect(shop.ports.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'account parked' }));
  });

  it.each([
    ['before its transaction', 'before' as const],
    ['after its transaction', 'after' as const],
  ])('is whole after a crash %s', async (_, when) => {
    const [old, fresh] = [address(), address()];
    const { token } = await shop.customer(old);
    await wanted(token, fresh);
    const code = await shop.lastCode();
    const stop = injectFaults(database.client(), (command) =>
      command === 'TransactWriteItemsCommand' ? { [when]: faults.killed() } : undefined,
    );
    await confirm(token, code).finally(stop);
    if (when === 'before') expect((await confirm(token, code)).status).toBe(200);
    shop.clock.at += 120_000;
    await shop.sweep();
    expect((await shop.signIn(old)).status).toBe(401);
    expect((await read(await accessToken(fresh))).body).toMatchObject({ email: fresh });
  });

  it.each(['AdminUserGlobalSignOut', 'AdminUpdateUserAttributes'])(
    'is whole when the user pool fails at %s: the sweeper goes on',
    async (action) => {
      const [old, fresh] = [address(), address()];
      const { token } = await shop.customer(old);
      await wanted(token, fresh);
      shop.pools.hooks.fail = (called) => (called === action ? faults.timedOut() : undefined);
      expect((await confirm(token, await shop.lastCode())).status).toBe(200);
      expect((await read(token)).status).toBe(401);
      shop.pools.hooks.fail = undefined;
      shop.clock.at += 120_000;
      await shop.sweep();
      expect((await shop.signIn(fresh)).status).toBe(200);
    },
  );

  it('is confirmed once, however many come at once, also while the profile changes', async () => {
    const [old, fresh] = [address(), address()];
    const { token, id } = await shop.customer(old);
    await wanted(token, fresh);
    const code = await shop.lastCode();
    const all = await Promise.all([confirm(token, code), patch(token, { name: 'Joan' }), confirm(token, code)]);
    expect([all[0]?.status, all[2]?.status]).toContain(200);
    const told = (await shop.letters()).filter(({ id: name }) => name.startsWith(`address-changed:${id}`));
    expect(told).toHaveLength(1);
    expect((await shop.signIn(fresh)).status).toBe(200);
  });
});

describe('earlier orders of an address', () => {
  const bought = async (email: string): Promise<string> => {
    const [buyer, id] = [`guest-${email}-${people}`, `order-${(people += 1)}`];
    await transact(await newPerson({ id: buyer, email, at: shop.now() }, shop.ports), shop.ports);
    const row = { buyer, placedAt: shop.now().toISOString() };
    await placeOrderRow(orderRow(id, 'fulfilled', row), shop.ports);
    return id;
  };
  const orders = async (token: string) =>
    ((await shop.send('GET /profile/orders', undefined, { token })).body as { items: { id: string }[] }).items.map(
      ({ id }) => id,
    );

  it('join the account once its address is proven, and nobody else sees them', async () => {
    const email = address();
    const first = await bought(email);
    shop.clock.at += 1000;
    const second = await bought(email.toUpperCase());
    const stranger = await shop.customer(address());
    const { token, id } = await shop.customer(email);
    expect(await orders(token)).toEqual([second, first]);
    expect(await orders(stranger.token)).toEqual([]);
    expect(personsOf((await getAccount(id, shop.ports)) ?? never())).toHaveLength(3);
  });
});

const never = (): never => {
  throw new Error('gone');
};

describe('a deactivated account', () => {
  it('is signed out everywhere, told so, and opens nothing but the way back', async () => {
    const email = address();
    const { token, id } = await shop.customer(email);
    shop.clock.at += 2000;
    const answer = await shop.send('POST /profile/deactivate', undefined, { token });
    expect(answer.status).toBe(200);
    expect(answer.cookies[0]).toMatch(/^__Host-refresh=; Max-Age=0;/);
    expect((await read(token)).status).toBe(401);
    expect((await shop.letters()).map(({ id: name }) => name)).toContainEqual(
      expect.stringMatching(new RegExp(`^deactivated:${id}:`)),
    );
    const back = await accessToken(email);
    expect(await read(back)).toMatchObject({ status: 403, body: { type: '/problems/account-deactivated' } });
  });

  it('is used again by log-in and code, and the session goes on', async () => {
    const email = address();
    const { token } = await shop.customer(email);
    shop.clock.at += 2000;
    await shop.send('POST /profile/deactivate', undefined, { token });
    const back = await accessToken(email);
    shop.clock.at += 1000;
    expect((await shop.send('POST /account/reactivate', {}, { token: back })).status).toBe(202);
    const code = await shop.lastCode();
    const wrong = code === '00000000' ? '00000001' : '00000000';
    expect((await shop.send('POST /account/reactivate', { code: wrong }, { token: back })).status).toBe(422);
    expect((await shop.send('POST /account/reactivate', { code }, { token: back })).status).toBe(200);
    expect((await read(back)).status).toBe(200);
  });
});
