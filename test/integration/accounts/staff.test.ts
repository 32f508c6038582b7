import { accountsInProcess } from '../../harness/accounts-in-process.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { claimsOf } from '../../harness/user-pools-in-memory.ts';

const database = contractDatabase();
let shop: ReturnType<typeof accountsInProcess>;
beforeAll(() => {
  shop = accountsInProcess(database.client());
});
const password = 'Correct-horse-9-battery';
let members = 0;
const member = (code?: string) => {
  const email = `member-${(members += 1)}@staff.example`;
  return { email, id: shop.pools.member({ email, password, ...(code !== undefined && { code }) }) };
};
const signIn = (email: string, typed = password) => shop.send('POST /staff/sign-in', { email, password: typed });
const tokenOf = ({ body }: { body: unknown }) => (body as { accessToken: string }).accessToken;
const cookieOf = ({ cookies }: { cookies: string[] }) => cookies[0]?.split(';')[0] ?? '';
const revoke = (token: string | undefined, id: string) =>
  shop.send('POST /admin/staff/{id}/revoke', undefined, { path: { id }, ...(token !== undefined && { token }) });

describe('a sign-in of staff', () => {
  it('asks for a code, and gives tokens for it', async () => {
    const { email, id } = member('123456');
    const asked = await signIn(email);
    expect(asked).toMatchObject({ status: 200, cookies: [], body: { challenge: 'totp' } });
    const { session } = asked.body as { session: string };
    expect((await shop.send('POST /staff/sign-in/challenge', { session, code: '654321' })).status).toBe(401);
    const answer = await shop.send('POST /staff/sign-in/challenge', { session, code: '123456' });
    expect(answer).toMatchObject({ status: 200, body: { expiresIn: 300 } });
    expect(claimsOf(tokenOf(answer)).sub).toBe(id);
    expect(answer.cookies[0]).toMatch(
      /^__Host-staff-refresh=.*; Max-Age=43200; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
  });

  it('of an unknown address and of a wrong password are one refusal', async () => {
    const { email } = member();
    const answers = await Promise.all([signIn('nobody@staff.example'), signIn(email, 'wrong')]);
    expect(answers[0]).toMatchObject({ status: 401, body: { type: '/problems/wrong-credentials' } });
    expect(answers[1]).toEqual(answers[0]);
  });

  it('goes on by its cookie until it is signed out, which ends its tokens at once', async () => {
    const answer = await signIn(member().email);
    const cookies = [cookieOf(answer)];
    const again = await shop.send('POST /staff/refresh', undefined, { cookies });
    expect(again.status).toBe(200);
    expect((await shop.send('POST /staff/sign-out', undefined, { cookies })).status).toBe(200);
    expect((await shop.send('POST /staff/refresh', undefined, { cookies })).status).toBe(401);
    expect((await revoke(tokenOf(again), 'anybody')).status).toBe(401);
  });
});

describe('a member of staff who is revoked', () => {
  // promise: P9
  it('is out at once: no token, no refresh and no sign-in', async () => {
    const [admin, other] = [member(), member()];
    const theirs = await signIn(other.email);
    expect((await revoke(tokenOf(await signIn(admin.email)), other.id)).status).toBe(200);
    expect((await revoke(tokenOf(theirs), admin.id)).status).toBe(401);
    expect((await shop.send('POST /staff/refresh', undefined, { cookies: [cookieOf(theirs)] })).status).toBe(401);
    shop.clock.at += 60_000;
    expect((await signIn(other.email)).status).toBe(401);
    expect((await signIn(admin.email)).status).toBe(200);
  });

  it('is revoked by an admin alone', async () => {
    const { id } = member();
    expect((await revoke(undefined, id)).status).toBe(401);
    const { token } = await shop.customer(`customer-${members}@example.com`);
    expect((await revoke(token, id)).status).toBe(403);
  });
});
