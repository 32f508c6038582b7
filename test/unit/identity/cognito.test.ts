import { createHmac } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { cognito, secretHash } from '../../../functions/identity/cognito.ts';
import { testPorts } from '../../harness/ports.ts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET' };
const dynamo = new DynamoDBClient({ region: 'us-east-1', credentials });
afterAll(() => dynamo.destroy());

const pools = {
  customers: { pool: 'us-east-1_Customers', client: 'c1' },
  staff: { pool: 'us-east-1_Staff', client: 's1' },
};
const error = (code: string, status = 400) => async () => Response.json({ __type: code, message: 'ann@x.example' }, { status }); // prettier-ignore
const ok = (body: object) => async () => Response.json(body);

type Call = { url: string; headers: Record<string, string>; body: unknown };

/** Cognito through a fetch that plays one answer after the other, the last one again and again. */
const playing = (...answers: (() => Promise<Response>)[]) => {
  const calls: Call[] = [];
  const fetch = async (url: URL, { headers, body }: RequestInit) => {
    calls.push({ url: String(url), headers: headers as Record<string, string>, body: JSON.parse(body as string) });
    return (answers[calls.length - 1] ?? answers.at(-1)!)();
  };
  const clock = { now: new Date('2026-01-01T00:00:00Z') };
  const ports = testPorts({
    dynamo,
    secrets: { identity: pools },
    fetch: fetch as typeof globalThis.fetch,
    now: () => clock.now,
  });
  return { ...cognito(ports), calls, clock, ports };
};

describe('a call of Cognito', () => {
  it('names the action and is signed with the role’s credentials', async () => {
    const { call, calls } = playing(ok({ User: {} }));
    expect(await call('AdminGetUser', { Username: 'u' })).toEqual({ User: {} });
    expect(calls).toMatchObject([
      {
        url: 'https://cognito-idp.us-east-1.amazonaws.com/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser',
          authorization: expect.stringContaining('/us-east-1/cognito-idp/aws4_request') as string,
        },
        body: { Username: 'u' },
      },
    ]);
  });

  it.each(['LimitExceededException', 'TooManyFailedAttemptsException'])(
    'tells a limit from a refusal: %s',
    async (code) => {
      const { call } = playing(error(code));
      expect(await call('AdminUserGlobalSignOut', {})).toEqual({ refused: 'limited' });
    },
  );

  it.each(['GetTokensFromRefreshToken', 'RevokeToken', 'AssociateSoftwareToken', 'VerifySoftwareToken'])(
    'of %s is not signed: its token or session is the proof',
    async (action) => {
      const { call, calls } = playing(ok({}));
      await call(action, {});
      expect(calls[0]?.headers).not.toHaveProperty('authorization');
    },
  );

  it.each([
    'NotAuthorizedException',
    'UserNotFoundException',
    'UserNotConfirmedException',
    'PasswordResetRequiredException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidPasswordException',
    'InvalidParameterException',
    'com.amazonaws.cognito#NotAuthorizedException',
  ])('that comes to %s is refused, once and without a reason', async (code) => {
    const { call, calls, ports } = playing(error(code));
    expect(await call('AdminInitiateAuth', {})).toEqual({ refused: 'refused' });
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(ports.logged)).not.toContain('ann@');
  });

  it.each(['UsernameExistsException', 'AliasExistsException'])(
    'that comes to %s says that the name is taken',
    async (code) => {
      expect(await playing(error(code)).call('AdminCreateUser', {})).toEqual({ refused: 'taken' });
    },
  );

  it('tells an operator of a form that Cognito does not take', async () => {
    const { call, ports } = playing(error('InvalidParameterException'));
    await call('AdminInitiateAuth', {});
    expect(ports.logged).toMatchObject([{ level: 'warn', fields: { problem: 'InvalidParameterException' } }]);
  });

  it('throws Unavailable when Cognito throttles, and does not add to it', async () => {
    const { call, calls } = playing(error('TooManyRequestsException'));
    await expect(call('AdminInitiateAuth', {})).rejects.toMatchObject({ name: 'Unavailable' });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['is broken', error('InternalErrorException', 500)],
    ['is cut off', () => Promise.reject(new TypeError('fetch failed'))],
    ['says no JSON', async () => new Response('<html>')],
  ])('is tried twice when Cognito %s, and then throws Unavailable', async (_, answer) => {
    const { call, calls } = playing(answer);
    await expect(call('AdminGetUser', {})).rejects.toMatchObject({ name: 'Unavailable' });
    expect(calls).toHaveLength(2);
  });

  it.each(['AdminRespondToAuthChallenge', 'AssociateSoftwareToken', 'VerifySoftwareToken'])(
    'of %s, which uses up its session, is tried once',
    async (action) => {
      const { call, calls } = playing(() => Promise.reject(new TypeError('fetch failed')));
      await expect(call(action, {})).rejects.toMatchObject({ name: 'Unavailable' });
      expect(calls).toHaveLength(1);
    },
  );

  it('that may not be made is our mistake', async () => {
    const { call, calls } = playing(error('AccessDeniedException'));
    await expect(call('AdminGetUser', {})).rejects.toThrow('Cognito does not do AdminGetUser: AccessDeniedException');
    expect(calls).toHaveLength(1);
  });
});

describe('the client of a pool', () => {
  const described = (secret: string) => ok({ UserPoolClient: { ClientSecret: secret } });

  it('has a secret that is read from Cognito once in ten minutes, however many ask', async () => {
    const { clientOf, calls, clock } = playing(described('one'), described('two'));
    const client = { UserPoolId: 'us-east-1_Customers', ClientId: 'c1', ClientSecret: 'one' };
    expect(await Promise.all([clientOf('customers'), clientOf('customers')])).toEqual([client, client]);
    clock.now = new Date('2026-01-01T00:09:59Z');
    expect((await clientOf('customers')).ClientSecret).toBe('one');
    expect(calls.map(({ body }) => body)).toEqual([{ UserPoolId: 'us-east-1_Customers', ClientId: 'c1' }]);
    clock.now = new Date('2026-01-01T00:10:00Z');
    expect((await clientOf('customers')).ClientSecret).toBe('two');
  });

  it('is asked for again when it could not be had', async () => {
    const { clientOf } = playing(error('TooManyRequestsException'), described('one'));
    await expect(clientOf('staff')).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await clientOf('staff')).toMatchObject({ ClientId: 's1', ClientSecret: 'one' });
  });

  it('proves itself by an HMAC of name and client', () => {
    const client = { UserPoolId: 'p', ClientId: 'c1', ClientSecret: 'key' };
    const expected = createHmac('sha256', 'key').update('ann@x.examplec1').digest('base64');
    expect(secretHash(client, 'ann@x.example')).toBe(expected);
  });
});
