import { getAccount } from '../../../functions/accounts/account.ts';
import { emailOf } from '../../../functions/people/public.ts';
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
const address = (): string => `sign-up-${(people += 1)}-${Date.now()}@example.com`;
const confirm = (email: string, code: string) => shop.send('POST /account/confirm', { email, code });
const accountOf = async (email: string) => getAccount(shop.pools.find(email)?.id ?? '', shop.ports);

describe('a sign-up', () => {
  it('makes an account that opens once its code has come back', async () => {
    const email = address();
    expect(await shop.signUp(email)).toMatchObject({ status: 202, body: {} });
    await shop.work();
    expect((await shop.signIn(email)).status).toBe(401);
    expect(await confirm(email, await shop.lastCode())).toMatchObject({ status: 200, body: {} });
    expect(await shop.signIn(email)).toMatchObject({ status: 200, body: { expiresIn: 300 } });
    expect(shop.pools.find(email)?.verified).toBe(true);
    expect(await emailOf((await accountOf(email))?.person ?? '', shop.ports)).toBe(email);
  });

  it('is confirmed once; the same code again changes nothing and is no error', async () => {
    const email = address();
    await shop.signUp(email);
    await shop.work();
    const code = await shop.lastCode();
    expect((await confirm(email, code)).status).toBe(200);
    const { version } = (await accountOf(email)) ?? {};
    expect((await confirm(email, code)).status).toBe(200);
    expect((await accountOf(email))?.version).toBe(version);
  });

  it('that is done twice by its worker sends one letter', async () => {
    const email = address();
    await shop.signUp(email);
    const before = (await shop.codes()).length;
    shop.payloads.push(...shop.payloads);
    await shop.work();
    expect(await shop.codes()).toHaveLength(before + 1);
    expect((await confirm(email, await shop.lastCode())).status).toBe(200);
  });

  it('of a known address tells its owner, and changes nothing', async () => {
    const email = address();
    const { id } = await shop.customer(email);
    await shop.signUp(email.toUpperCase(), { password: 'Another-horse-9-battery' });
    await shop.work();
    const known = (await shop.letters()).filter(({ template }) => template === 'already-registered');
    expect(known.map(({ to }) => to)).toEqual([(await getAccount(id, shop.ports))?.person]);
    expect((await shop.signIn(email)).status).toBe(200);
    expect((await shop.signIn(email, 'Another-horse-9-battery')).status).toBe(401);
  });
});

describe('a sign-up before the owner of the address comes', () => {
  const attackers = 'Attackers-horse-9-battery';

  it('leaves the attacker neither password nor code nor session', async () => {
    const email = address();
    await shop.signUp(email, { password: attackers });
    await shop.work();
    const first = shop.pools.find(email)?.id ?? '';
    const oldCode = await shop.lastCode();
    const person = (await accountOf(email))?.person ?? '';

    await shop.signUp(email);
    await shop.work();
    expect(shop.pools.users.has(first)).toBe(false);
    expect(await getAccount(first, shop.ports)).toBeUndefined();
    expect(await emailOf(person, shop.ports)).toBeUndefined();
    const code = await shop.lastCode();
    if (code !== oldCode) expect((await confirm(email, oldCode)).status).toBe(422);
    expect((await confirm(email, code)).status).toBe(200);

    expect((await shop.signIn(email, attackers)).status).toBe(401);
    expect((await shop.signIn(email)).status).toBe(200);
  });

  it('ends every session that came from before the confirmation', async () => {
    const email = address();
    await shop.signUp(email, { password: attackers });
    await shop.work();
    // Somebody who has got tokens of the pool past our own sign-in.
    const calls = { AuthParameters: { USERNAME: email, PASSWORD: attackers } };
    const tokens = await shop.pools.identity.call('AdminInitiateAuth', calls);
    const { AuthenticationResult } = tokens as { AuthenticationResult: { AccessToken: string; RefreshToken: string } };
    const { AccessToken: token, RefreshToken: refresh } = AuthenticationResult;
    expect((await shop.send('GET /profile', undefined, { token })).status).toBe(401);
    await confirm(email, await shop.lastCode());
    expect((await shop.send('GET /profile', undefined, { token })).status).toBe(401);
    const cookies = [`__Host-refresh=${refresh}`];
    expect((await shop.send('POST /account/refresh', undefined, { cookies })).status).toBe(401);
  });

  it('takes no place from an owner who confirms while it is made', async () => {
    const email = address();
    await shop.signUp(email);
    await shop.work();
    const code = await shop.lastCode();
    await shop.signUp(email, { password: attackers });
    let confirmed = false;
    const stop = injectFaults(database.client(), async (command) => {
      if (command !== 'TransactWriteItemsCommand' || confirmed) return undefined;
      confirmed = true;
      expect((await confirm(email, code)).status).toBe(200);
      return undefined;
    });
    await shop.work().finally(stop);
    expect(confirmed).toBe(true);
    expect((await shop.signIn(email)).status).toBe(200);
    expect((await shop.signIn(email, attackers)).status).toBe(401);
  });
});

describe('a sign-up that breaks off', () => {
  const actions = ['AdminCreateUser', 'AdminSetUserPassword', 'AdminGetUser'];

  it.each(actions)('at %s is made whole by its repeat', async (action) => {
    const email = address();
    await shop.signUp(email);
    let failed = false;
    shop.pools.hooks.fail = (called) => {
      if (called !== action || failed) return undefined;
      failed = true;
      return faults.killed();
    };
    await shop.work().catch(() => undefined);
    expect(failed).toBe(true);
    await shop.work();
    expect((await confirm(email, await shop.lastCode())).status).toBe(200);
    expect((await shop.signIn(email)).status).toBe(200);
  });

  it.each(['before', 'after'] as const)('%s any of its transactions is made whole by its repeat', async (when) => {
    for (let nth = 0; nth < 2; nth += 1) {
      const email = address();
      await shop.signUp(email);
      const stop = injectFaults(database.client(), (command, at) =>
        command === 'TransactWriteItemsCommand' && at === nth ? { [when]: faults.killed() } : undefined,
      );
      await shop.work().catch(() => undefined);
      stop();
      await shop.work();
      expect((await confirm(email, await shop.lastCode())).status).toBe(200);
      expect((await shop.signIn(email)).status).toBe(200);
    }
  });

  it('is dropped after a day without a confirmation', async () => {
    const email = address();
    await shop.signUp(email);
    await shop.work();
    const person = (await accountOf(email))?.person ?? '';
    shop.clock.at += 25 * 3_600_000;
    expect(await shop.sweep()).toMatchObject({ dropped: expect.any(Number) as unknown });
    expect(shop.pools.find(email)).toBeUndefined();
    expect(await emailOf(person, shop.ports)).toBeUndefined();
  });
});
