import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { answerChallenge, signIn, type Challenge, type SignIn } from '../../../functions/identity/public.ts';
import { totp } from '../../../packages/local-cloud/src/cognito/totp.ts';
import { localAccess } from '../../harness/dynamodb.ts';
import { startUserPools } from '../../harness/user-pools.ts';

const dynamo = new DynamoDBClient(localAccess);
const ready = [{ pool: 'staff', email: 'clerk@staff.example', password: 'Ready-Clerk-99', groups: ['support'] }];
let world: Awaited<ReturnType<typeof startUserPools>>;
beforeEach(async () => (world = await startUserPools({ dynamo, ready })));
afterEach(() => world.close());
afterAll(() => dynamo.destroy());

const refused = { refused: 'refused' };
const begin = (email = 'clerk@staff.example', password = 'Ready-Clerk-99') =>
  signIn('staff', { email, password }, world.ports);
const asked = (step: SignIn): Challenge => {
  if (!('challenge' in step)) throw new Error('nothing was asked for');
  return step;
};
const show = ({ session }: Challenge, shown: { code?: string; password?: string }) =>
  answerChallenge({ session, ...shown }, world.ports);
const codeOf = (secret: string | undefined) => totp(secret ?? '', world.now());

/** Invites somebody as an administrator does, with a password for the first sign-in. */
const invite = async (email: string, TemporaryPassword: string) => {
  const { UserPoolId } = await world.ports.identity.clientOf('staff');
  const input = { UserPoolId, Username: email, MessageAction: 'SUPPRESS', TemporaryPassword };
  await world.ports.identity.call('AdminCreateUser', input);
};

/** Sets up the clerk's authenticator and returns its secret. */
const withAuthenticator = async () => {
  const first = asked(await begin());
  await show(first, { code: codeOf(first.secret) });
  world.move(60_000);
  return first.secret ?? '';
};

describe('a member of staff', () => {
  it('sets an authenticator up at the first sign-in, and shows a code of it at every later one', async () => {
    const first = asked(await begin());
    expect(first).toMatchObject({
      challenge: 'set-up-totp',
      secret: expect.stringMatching(/^[A-Z2-7]{32,}$/) as string,
    });
    expect(await show(first, { code: codeOf(first.secret) })).toMatchObject({ expiresIn: 300 });
    world.move(60_000);
    const second = asked(await begin());
    expect(second).toEqual({ challenge: 'totp', session: second.session });
    expect(await show(second, { code: codeOf(first.secret) })).toMatchObject({ expiresIn: 300 });
  });

  it('who was invited chooses a password first, which the policy has to take', async () => {
    await invite('new@staff.example', 'Invited-Clerk-1');
    const first = asked(await begin('new@staff.example', 'Invited-Clerk-1'));
    expect(first).toEqual({ challenge: 'new-password', session: first.session });
    expect(await show(first, { password: 'weak' })).toEqual(refused);
    const second = asked(await show(first, { password: 'Chosen-Clerk-22' }));
    expect(second.challenge).toBe('set-up-totp');
    expect(await show(second, { code: codeOf(second.secret) })).toMatchObject({ expiresIn: 300 });
    expect(await begin('new@staff.example', 'Invited-Clerk-1')).toEqual(refused);
  });

  it('cannot take up an invitation after three days', async () => {
    await invite('late@staff.example', 'Invited-Clerk-1');
    world.move(3 * 86_400_000);
    expect(await begin('late@staff.example', 'Invited-Clerk-1')).toEqual(refused);
  });

  it('is refused with a wrong code, and let in with the right one of the same session', async () => {
    const secret = await withAuthenticator();
    const step = asked(await begin());
    expect(await show(step, { code: codeOf(secret) === '000000' ? '000001' : '000000' })).toEqual(refused);
    expect(await show(step, { code: codeOf(secret) })).toMatchObject({ expiresIn: 300 });
  });

  it('cannot use a code twice, nor a session', async () => {
    const secret = await withAuthenticator();
    const [one, other] = [asked(await begin()), asked(await begin())];
    const code = codeOf(secret);
    expect(await show(one, { code })).toMatchObject({ expiresIn: 300 });
    expect(await show(other, { code })).toEqual(refused);
    world.move(30_000);
    expect(await show(one, { code: codeOf(secret) })).toEqual(refused);
  });

  it('has three minutes for a code', async () => {
    const secret = await withAuthenticator();
    const step = asked(await begin());
    world.move(180_000);
    expect(await show(step, { code: codeOf(secret) })).toEqual(refused);
  });

  it('cannot set up an authenticator with a code of another one', async () => {
    const [one, other] = [asked(await begin()), asked(await begin())];
    expect(await show(one, { code: codeOf(other.secret) })).toEqual(refused);
  });

  it('is in without a code where the pool does not ask for one, and has no authenticator', async () => {
    await world.close();
    world = await startUserPools({ dynamo, ready, mfa: 'OPTIONAL' });
    expect(await begin()).toMatchObject({ expiresIn: 300 });
  });
});

describe('a step of a sign-in', () => {
  it('is refused with a session that is made up, or of another step or person, and without what it asks for', async () => {
    const secret = await withAuthenticator();
    const step = asked(await begin());
    const packed = JSON.parse(Buffer.from(step.session, 'base64url').toString()) as object;
    const repacked = (changed: object) => Buffer.from(JSON.stringify({ ...packed, ...changed })).toString('base64url');
    const code = codeOf(secret);
    for (const session of [
      '',
      'x',
      repacked({ step: 'new-password' }),
      repacked({ user: 'other' }),
      repacked({ session: 'x' }),
    ])
      expect(await answerChallenge({ session, code, password: 'Chosen-Clerk-22' }, world.ports)).toEqual(refused);
    expect(await show(step, {})).toEqual(refused);
    expect(await show(step, { code })).toMatchObject({ expiresIn: 300 });
  });
});
