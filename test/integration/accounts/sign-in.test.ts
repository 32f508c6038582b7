import { getAccount } from '../../../functions/accounts/account.ts';
import { limitRules } from '../../../functions/accounts/domain/limits.ts';
import { accountsInProcess } from '../../harness/accounts-in-process.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults } from '../../harness/faults.ts';

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
const address = (): string => `sign-in-${(people += 1)}@example.com`;
const profile = (token: string) => shop.send('GET /profile', undefined, { token });
const refresh = (cookie: string) => shop.send('POST /account/refresh', undefined, { cookies: [cookie] });
const signOut = (cookie: string) => shop.send('POST /account/sign-out', undefined, { cookies: [cookie] });
const tokenOf = ({ body }: { body: unknown }) => (body as { accessToken: string }).accessToken;

describe('a sign-in', () => {
  it('gives an access token of five minutes, and the refresh token in a cookie that no script sees', async () => {
    const email = address();
    await shop.customer(email);
    const answer = await shop.signIn(email.toUpperCase());
    expect(answer).toMatchObject({ status: 200, body: { accessToken: expect.any(String) as string, expiresIn: 300 } });
    expect(Object.keys(answer.body as object).sort()).toEqual(['accessToken', 'expiresIn']);
    const [pair, ...attributes] = answer.cookies[0]?.split('; ') ?? [];
    expect(pair).toMatch(/^__Host-refresh=.{20,}/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Strict', 'Secure']);
    expect((await profile(tokenOf(answer))).status).toBe(200);
  });

  it('in the very second in which all sessions ended is made again, so that it opens the account', async () => {
    const email = address();
    await shop.signUp(email);
    await shop.work();
    shop.clock.at = Math.ceil(shop.clock.at / 1000) * 1000 + 100;
    await shop.send('POST /account/confirm', { email, code: await shop.lastCode() });
    const answer = await shop.signIn(email);
    expect((await profile(tokenOf(answer))).status).toBe(200);
  });

  it('is refused after too many wrong passwords, even with the right one, until the window has passed', async () => {
    const email = address();
    await shop.customer(email);
    for (let tries = 0; tries < limitRules['sign-in'].most; tries += 1)
      expect((await shop.signIn(email, 'wrong')).status).toBe(401);
    expect((await shop.signIn(email)).status).toBe(401);
    shop.clock.at += limitRules['sign-in'].window;
    expect((await shop.signIn(email)).status).toBe(200);
  });

  it('does not count what was right', async () => {
    const email = address();
    await shop.customer(email);
    for (let tries = 0; tries < limitRules['sign-in'].most + 2; tries += 1)
      expect((await shop.signIn(email)).status).toBe(200);
  });

  it('is 503 while the user pool is down, and no refusal', async () => {
    shop.pools.hooks.fail = () => faults.timedOut();
    expect((await shop.signIn(address())).status).toBe(503);
  });
});

describe('a refresh', () => {
  it('gives another access token of the same sign-in', async () => {
    const { cookie } = await shop.customer(address());
    const answer = await refresh(cookie);
    expect(answer.status).toBe(200);
    expect((await profile(tokenOf(answer))).status).toBe(200);
  });

  it.each([
    ['without a cookie', undefined],
    ['with a token that nobody made', '__Host-refresh=made-up'],
  ])('%s is 401', async (_, cookie) => {
    expect((await shop.send('POST /account/refresh', undefined, cookie ? { cookies: [cookie] } : {})).status).toBe(401);
  });

  it('of an account that ended its sessions is 401 by our own row, and takes the cookie away', async () => {
    const { cookie, token } = await shop.customer(address());
    // The pool's own sign-out fails.
    shop.pools.hooks.fail = (action) => (action === 'AdminUserGlobalSignOut' ? faults.timedOut() : undefined);
    shop.clock.at += 2000;
    expect((await shop.send('POST /profile/deactivate', undefined, { token })).status).toBe(200);
    const answer = await refresh(cookie);
    expect(answer.status).toBe(401);
    expect(answer.cookies[0]).toMatch(/^__Host-refresh=; Max-Age=0;/);
  });
});

describe('a sign-out', () => {
  it('ends the sign-in with all of its tokens at once, and no other', async () => {
    const email = address();
    const { cookie, token } = await shop.customer(email);
    const other = await shop.signIn(email);
    const answer = await signOut(cookie);
    expect(answer).toMatchObject({ status: 200, body: {} });
    expect(answer.cookies[0]).toMatch(/^__Host-refresh=; Max-Age=0;/);
    expect((await profile(token)).status).toBe(401);
    expect((await refresh(cookie)).status).toBe(401);
    expect((await profile(tokenOf(other))).status).toBe(200);
  });

  it('ends the access tokens by our row even when the pool fails to revoke', async () => {
    const { cookie, token } = await shop.customer(address());
    shop.pools.hooks.fail = (action) => (action === 'RevokeToken' ? faults.timedOut() : undefined);
    expect((await signOut(cookie)).status).toBe(503);
    expect((await profile(token)).status).toBe(401);
    shop.pools.hooks.fail = undefined;
    expect((await signOut(cookie)).status).toBe(200);
    expect((await refresh(cookie)).status).toBe(401);
  });

  it('of nobody is done', async () => {
    expect((await shop.send('POST /account/sign-out')).status).toBe(200);
    expect((await signOut('__Host-refresh=made-up')).status).toBe(200);
  });
});

describe('a forgotten password', () => {
  const next = 'New-horse-9-battery';
  const forgot = async (email: string) => {
    await shop.send('POST /account/password/forgot', { email });
    shop.clock.at += 1000;
    await shop.work();
    return shop.lastCode();
  };
  const reset = (email: string, code: string, password = next) =>
    shop.send('POST /account/password/reset', { email, code, password });

  it('is replaced by code: every session ends, and the old password is void', async () => {
    const email = address();
    const { token, cookie } = await shop.customer(email);
    const code = await forgot(email);
    expect(await reset(email, code)).toMatchObject({ status: 200, body: {} });
    expect((await profile(token)).status).toBe(401);
    expect((await refresh(cookie)).status).toBe(401);
    expect((await shop.signIn(email)).status).toBe(401);
    expect((await shop.signIn(email, next)).status).toBe(200);
    expect((await reset(email, code, 'Third-horse-9-battery')).status).toBe(422);
  });

  it('is not replaced half: when the pool fails, sessions have ended, and the code is good again', async () => {
    const email = address();
    const { token } = await shop.customer(email);
    const code = await forgot(email);
    shop.pools.hooks.fail = (action) => (action === 'AdminSetUserPassword' ? faults.timedOut() : undefined);
    expect((await reset(email, code)).status).toBe(503);
    expect((await profile(token)).status).toBe(401);
    shop.pools.hooks.fail = undefined;
    expect((await reset(email, code)).status).toBe(200);
    expect((await shop.signIn(email, next)).status).toBe(200);
  });

  it('ends sessions at the pool too, by the sweeper if the request could not', async () => {
    const email = address();
    const { id } = await shop.customer(email);
    const code = await forgot(email);
    shop.pools.hooks.fail = (action) => (action === 'AdminUserGlobalSignOut' ? faults.timedOut() : undefined);
    expect((await reset(email, code)).status).toBe(200);
    shop.pools.hooks.fail = undefined;
    expect((await getAccount(id, shop.ports))?.open).toBe('y');
    shop.clock.at += 120_000;
    await shop.sweep();
    expect(await getAccount(id, shop.ports)).not.toHaveProperty('open');
  });

  it('of an unknown address sends nothing, and one that is unconfirmed gets no way round its confirmation', async () => {
    const before = (await shop.codes()).length;
    await forgot(address());
    const email = address();
    await shop.signUp(email);
    await shop.work();
    await forgot(email);
    expect((await shop.codes()).length).toBe(before + 1);
  });
});
