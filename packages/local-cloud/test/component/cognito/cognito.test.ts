import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PoolClient, UserPool } from '../../../src/cognito/pools.ts';
import { startCognito } from '../../../src/cognito/server.ts';
import type { Part } from '../../../src/parts.ts';

const client: PoolClient = {
  id: 'client',
  flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  hasSecret: false,
  hidesUsers: true,
  revokes: true,
  accessSeconds: 300,
  idSeconds: 300,
  refreshSeconds: 3600,
};
const pool: UserPool = {
  id: 'us-east-1_Pool',
  name: 'pool',
  policy: { minimumLength: 12, lowercase: true, uppercase: true, numbers: true, symbols: true, temporaryDays: 3 },
  mfa: 'OFF',
  verifiesAddresses: true,
  groups: ['support'],
  clients: [client],
};
const password = 'Correct-Horse-9';
const ready = [{ pool: 'pool', email: 'ann@staff.example', password, groups: ['support'] }];

let dir: string;
let signed = true;
let running: Part & { url: string };
const start = async (changed: Partial<PoolClient> = {}) => {
  const pools = [{ ...pool, clients: [{ ...client, ...changed }] }];
  running = await startCognito({ port: 0, dir, pools, ready, access: { allows: () => signed }, now: Date.now });
};
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'candor-cognito-'));
  signed = true;
  await start();
});
afterEach(async () => {
  await running.close();
  rmSync(dir, { recursive: true });
});

const call = async (action: string, input: object) => {
  const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${action}` };
  const response = await fetch(running.url, { method: 'POST', headers, body: JSON.stringify(input) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const ofUser = { UserPoolId: pool.id, Username: 'ann@staff.example' };
const auth = (parameters: object = {}, more: object = {}) =>
  call('AdminInitiateAuth', {
    UserPoolId: pool.id,
    ClientId: 'client',
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ann@staff.example', PASSWORD: password, ...parameters },
    ...more,
  });
const fault = (faults: object) => fetch(`${running.url}/_faults`, { method: 'POST', body: JSON.stringify(faults) });
const refusal = (__type: string, status = 400) => ({ status, body: { __type } });

describe('the stand-in for user pools', () => {
  it('wants a signature, but for what a token or a session proves', async () => {
    signed = false;
    expect(await call('AdminGetUser', ofUser)).toMatchObject(refusal('UnrecognizedClientException', 403));
    const unsigned = ['AssociateSoftwareToken', 'VerifySoftwareToken', 'GetTokensFromRefreshToken', 'RevokeToken'];
    for (const action of unsigned) expect(await call(action, {})).toMatchObject(refusal('InvalidParameterException'));
  });

  it('refuses what it does not do, by name', async () => {
    expect(await call('SignUp', {})).toMatchObject(refusal('UnknownOperationException'));
    expect(await call('toString', {})).toMatchObject(refusal('UnknownOperationException'));
    const made = await call('AdminCreateUser', { ...ofUser, Username: 'bob@staff.example' });
    expect(made).toMatchObject(refusal('InvalidParameterException'));
    const unverified = { ...ofUser, UserAttributes: [{ Name: 'email', Value: 'new@staff.example' }] };
    expect(await call('AdminUpdateUserAttributes', unverified)).toMatchObject(refusal('InvalidParameterException'));
  });

  it('has the users who are ready, with their groups, and keeps no password', async () => {
    const { body } = await auth();
    const { AccessToken } = body['AuthenticationResult'] as { AccessToken: string };
    const claims = JSON.parse(Buffer.from(AccessToken.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({
      iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool',
      client_id: 'client',
      token_use: 'access',
      'cognito:groups': ['support'],
    });
    const file = path.join(dir, 'users.jsonl');
    expect(readFileSync(file, 'utf8')).not.toContain(password);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('signs in with the flows of the client alone, and with its secret where it has one', async () => {
    expect(await auth({}, { AuthFlow: 'USER_PASSWORD_AUTH' })).toMatchObject(refusal('InvalidParameterException'));
    await running.close();
    await start({ hasSecret: true });
    expect(await auth()).toMatchObject(refusal('NotAuthorizedException'));
    await running.close();
    await start({ flows: [] });
    expect(await auth()).toMatchObject(refusal('InvalidParameterException'));
  });

  it('says who is unknown only where the client does not hide it', async () => {
    expect(await auth({ USERNAME: 'eve@staff.example' })).toMatchObject(refusal('NotAuthorizedException'));
    await running.close();
    await start({ hidesUsers: false });
    expect(await auth({ USERNAME: 'eve@staff.example' })).toMatchObject(refusal('UserNotFoundException'));
  });

  it('puts users into groups that there are', async () => {
    expect(await call('AdminAddUserToGroup', { ...ofUser, GroupName: 'support' })).toMatchObject({ status: 200 });
    const none = await call('AdminAddUserToGroup', { ...ofUser, GroupName: 'none' });
    expect(none).toMatchObject(refusal('ResourceNotFoundException'));
  });

  it('throttles, fails, waits and drops as it is told', async () => {
    await fault({ throttle: 1, fail: 1 });
    expect(await auth()).toMatchObject(refusal('TooManyRequestsException'));
    expect(await auth()).toMatchObject(refusal('InternalErrorException', 500));
    await fault({ doThenDrop: 1 });
    const made = { ...ofUser, Username: 'bob@staff.example', MessageAction: 'SUPPRESS' };
    await expect(call('AdminCreateUser', made)).rejects.toThrow();
    expect(await call('AdminCreateUser', made)).toMatchObject(refusal('UsernameExistsException'));
    await fault({ delayMs: 50 });
    const before = performance.now();
    await auth();
    expect(performance.now() - before).toBeGreaterThanOrEqual(49);
    expect((await fault({ made: 'up' })).status).toBe(400);
  });
});
