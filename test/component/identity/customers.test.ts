import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  changeEmail,
  createUser,
  deleteUser,
  findUser,
  refresh,
  revoke,
  setPassword,
  setVerified,
  signIn,
  signOutEverywhere,
  type Tokens,
} from '../../../functions/identity/public.ts';
import { isRefusal } from '../../../functions/kit/value/result.ts';
import { localAccess } from '../../harness/dynamodb.ts';
import { startUserPools } from '../../harness/user-pools.ts';

const dynamo = new DynamoDBClient(localAccess);
let world: Awaited<ReturnType<typeof startUserPools>>;
beforeAll(async () => (world = await startUserPools({ dynamo })));
afterAll(async () => {
  await world.close();
  dynamo.destroy();
});

const password = 'Correct-Horse-9';
const refused = { refused: 'refused' };
let count = 0;

/** A customer with a password. */
const customer = async () => {
  const email = `ann${++count}@buyer.example`;
  const user = await createUser(email, world.ports);
  if (isRefusal(user)) throw new Error('the address is taken');
  await setPassword(user.id, password, world.ports);
  return { email, id: user.id };
};
const signingIn = (email: string, shown = password) => signIn('customers', { email, password: shown }, world.ports);

const signedIn = async (email: string): Promise<Tokens & { refreshToken: string }> => {
  const tokens = await signingIn(email);
  if (!('refreshToken' in tokens) || tokens.refreshToken === undefined) throw new Error('not signed in');
  return { ...tokens, refreshToken: tokens.refreshToken };
};

describe('a user of a customer', () => {
  it('is made without a password, with an address that is not verified, and found by address and id', async () => {
    const made = await createUser('bob@buyer.example', world.ports);
    if (isRefusal(made)) throw new Error('the address is taken');
    expect(made).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      email: 'bob@buyer.example',
      verified: false,
    });
    expect(await findUser('BOB@buyer.example', world.ports)).toEqual(made);
    expect(await findUser(made.id, world.ports)).toEqual(made);
    expect(await signingIn('bob@buyer.example')).toEqual(refused);
  });

  it('is made once an address, in whatever letters', async () => {
    const { email } = await customer();
    expect(await createUser(email.toUpperCase(), world.ports)).toEqual({ refused: 'taken' });
  });

  it('gets a password that the policy takes, and no other', async () => {
    const { id, email } = await customer();
    expect(await setPassword(id, 'short', world.ports)).toEqual(refused);
    expect(await setPassword(id, 'Another-Horse-9', world.ports)).toBeUndefined();
    expect(await signingIn(email)).toEqual(refused);
    expect(await signingIn(email, 'Another-Horse-9')).toMatchObject({ id });
  });

  it('is verified when the shop says so', async () => {
    const { id } = await customer();
    expect(await setVerified(id, world.ports)).toBeUndefined();
    expect(await findUser(id, world.ports)).toMatchObject({ verified: true });
  });

  it('signs in with a new address and no longer with the old one', async () => {
    const { id, email } = await customer();
    expect(await changeEmail(id, 'new@buyer.example', world.ports)).toBeUndefined();
    expect(await findUser(id, world.ports)).toMatchObject({ email: 'new@buyer.example', verified: true });
    expect([await signingIn(email), await signingIn('new@buyer.example')]).toMatchObject([refused, { id }]);
  });

  it('does not get the address of another', async () => {
    const [one, other] = [await customer(), await customer()];
    expect(await changeEmail(one.id, other.email, world.ports)).toEqual({ refused: 'taken' });
  });

  it('is gone with its sign-ins when it is deleted, which may be done twice', async () => {
    const { id, email } = await customer();
    const { refreshToken } = await signedIn(email);
    await deleteUser(id, world.ports);
    await deleteUser(id, world.ports);
    expect(await findUser(id, world.ports)).toBeUndefined();
    expect([await signingIn(email), await refresh('customers', refreshToken, world.ports)]).toEqual([refused, refused]);
  });
});

describe('signing in', () => {
  it('gives tokens for five minutes, and says whose and since when', async () => {
    const { id, email } = await customer();
    const before = Math.floor(world.now() / 1000);
    const tokens = await signedIn(email);
    expect(tokens).toMatchObject({ id, expiresIn: 300 });
    expect(tokens.authTime).toBeGreaterThanOrEqual(before);
    expect(tokens.authTime).toBeLessThanOrEqual(world.now() / 1000);
  });

  it('is refused alike for an unknown address, a wrong password, and what Cognito does not take', async () => {
    const { email } = await customer();
    const all = [
      signingIn('nobody@buyer.example'),
      signingIn(email, 'Wrong-Horse-99'),
      signingIn('', ''),
      signingIn(' ', ' '),
    ];
    expect(await Promise.all(all)).toEqual([refused, refused, refused, refused]);
  });

  it('is refused with the right password too, for a while, after five wrong ones', async () => {
    const { email } = await customer();
    for (let tried = 0; tried < 5; tried += 1) await signingIn(email, 'Wrong-Horse-99');
    expect(await signingIn(email)).toEqual(refused);
    world.move(1_100);
    expect(await signingIn(email)).toMatchObject({ expiresIn: 300 });
  });

  it('throws Unavailable when Cognito throttles, or is down, and goes on afterwards', async () => {
    const { email } = await customer();
    await world.fault({ throttle: 1 });
    await expect(signingIn(email)).rejects.toMatchObject({ name: 'Unavailable' });
    await world.fault({ fail: 2 });
    await expect(signingIn(email)).rejects.toMatchObject({ name: 'Unavailable' });
    await world.fault({ fail: 1 });
    expect(await signingIn(email)).toMatchObject({ expiresIn: 300 });
  });
});

describe('a sign-in', () => {
  it('is refreshed, and stays the same sign-in of the same time, also after a restart', async () => {
    const { email } = await customer();
    const first = await signedIn(email);
    world.move(60_000);
    await world.restart();
    const second = await refresh('customers', first.refreshToken, world.ports);
    expect(second).toMatchObject({ id: first.id, origin: first.origin, authTime: first.authTime });
    expect(second).not.toMatchObject({ accessToken: first.accessToken });
  });

  it('ends when it is revoked, and others of the same customer go on', async () => {
    const { email } = await customer();
    const [one, other] = [await signedIn(email), await signedIn(email)];
    await revoke('customers', one.refreshToken, world.ports);
    await revoke('customers', one.refreshToken, world.ports);
    expect(await refresh('customers', one.refreshToken, world.ports)).toEqual(refused);
    expect(await refresh('customers', other.refreshToken, world.ports)).toMatchObject({ id: other.id });
  });

  it('ends with all others when the customer is signed out everywhere', async () => {
    const { id, email } = await customer();
    const all = [await signedIn(email), await signedIn(email)];
    await signOutEverywhere(id, world.ports);
    for (const { refreshToken } of all) expect(await refresh('customers', refreshToken, world.ports)).toEqual(refused);
    expect(await signingIn(email)).toMatchObject({ id });
  });

  it('ends by itself after thirty days', async () => {
    const { email } = await customer();
    const { refreshToken } = await signedIn(email);
    world.move(30 * 86_400_000);
    expect(await refresh('customers', refreshToken, world.ports)).toEqual(refused);
  });

  it('is of its pool: a refresh token of a customer is none of staff', async () => {
    const { email } = await customer();
    const { refreshToken } = await signedIn(email);
    expect(await refresh('staff', refreshToken, world.ports)).toEqual(refused);
    expect(await refresh('customers', 'made-up', world.ports)).toEqual(refused);
  });
});
