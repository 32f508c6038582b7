import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { signedHeaders } from '../kit/signed-request.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { minute } from '../kit/value/time.ts';
import { verdictOf } from './domain.ts';
import { Pools, poolsParameter, type PoolName } from './pools.ts';

export type Json = Record<string, unknown>;

/** A client of a pool, with its secret. */
export type Client = { UserPoolId: string; ClientId: string; ClientSecret: string };

/** Cognito, as far as it is called. */
export type Cognito = {
  /**
   * Calls one action. What Cognito refuses is one value, whatever the reason; only that a name is taken is another, and that a limit is
   * reached. Throws Unavailable when Cognito is down, slow or throttles.
   */
  call: (action: string, input: Json) => Promise<Json | Refusal<'refused' | 'limited' | 'taken'>>;
  /** Returns the client of a pool; its secret is in no template and no environment, and is asked for again after ten minutes. */
  clientOf: (pool: PoolName) => Promise<Client>;
};

/** Two tries of 1.5 seconds leave room for a 503 within five. */
const twice = { timeout: 1_500, tries: 2 };

/** A step that uses up its session is tried once: had its response been lost, the second try would be refused for no fault. */
const once = { timeout: 3_000, tries: 1 };
const stepping = ['AdminRespondToAuthChallenge', 'AssociateSoftwareToken', 'VerifySoftwareToken'];
const limitsOf = (action: string) => (stepping.includes(action) ? once : twice);
const freshFor = 10 * minute;

/** Actions that Cognito lets anybody call: the token or the session in them is the proof, and a signature is not looked at. */
const unsigned = ['AssociateSoftwareToken', 'GetTokensFromRefreshToken', 'RevokeToken', 'VerifySoftwareToken'];

const Described = z.object({ UserPoolClient: z.object({ ClientSecret: z.string() }) });
const Failure = z.object({ __type: z.string() });

type Needed = Pick<Ports, 'dynamo' | 'fetch' | 'log' | 'now' | 'settings'> & { secrets: Secrets };

const caller = (ports: Needed): Cognito['call'] => {
  const send = async (action: string, body: string): Promise<Response> => {
    const region = await ports.dynamo.config.region();
    const url = new URL('/', ports.settings.cognitoEndpoint ?? `https://cognito-idp.${region}.amazonaws.com`);
    const plain = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    };
    const headers = unsigned.includes(action)
      ? plain
      : await signedHeaders({ service: 'cognito-idp', url, headers: plain, body }, ports);
    return ports.fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(limitsOf(action).timeout) });
  };
  const attempt = async (action: string, body: string): Promise<{ status: number; answer: Json }> => {
    const response = await send(action, body);
    if (response.status >= 500) throw new Error(`Cognito returned ${response.status}`);
    return { status: response.status, answer: (await response.json()) as Json };
  };
  const tryAgain = async (action: string, body: string): Promise<{ status: number; answer: Json }> => {
    for (let tried = 1; ; tried += 1)
      try {
        return await attempt(action, body);
      } catch (error) {
        if (tried >= limitsOf(action).tries) throw new Unavailable('Cognito', { cause: error });
      }
  };
  return async (action, input) => {
    const { status, answer } = await tryAgain(action, JSON.stringify(input));
    if (status === 200) return answer;
    const code = z.parse(Failure, answer).__type.replace(/^.*#/, '');
    const verdict = verdictOf(code);
    if (verdict === 'busy') throw new Unavailable('Cognito throttles');
    if (verdict === 'fault') throw new Error(`Cognito does not do ${action}: ${code}`);
    if (verdict === 'odd') ports.log.warn('identity refused', { problem: code });
    return refuse(verdict === 'odd' ? 'refused' : verdict);
  };
};

/** Returns Cognito for a function. Each client is read once in ten minutes, however many ask for it. */
export const cognito = (ports: Needed): Cognito => {
  const call = caller(ports);
  const kept = new Map<PoolName, { until: number; client: Promise<Client> }>();

  const read = async (name: PoolName): Promise<Client> => {
    const { pool: UserPoolId, client: ClientId } = (await ports.secrets(poolsParameter, Pools))[name];
    const described = z.safeParse(Described, await call('DescribeUserPoolClient', { UserPoolId, ClientId }));
    if (!described.success) throw new Error('the client of a user pool has no secret');
    return { UserPoolId, ClientId, ClientSecret: described.data.UserPoolClient.ClientSecret };
  };

  const clientOf = (name: PoolName): Promise<Client> => {
    const entry = kept.get(name);
    if (entry && entry.until > ports.now().getTime()) return entry.client;
    const client = read(name);
    kept.set(name, { until: ports.now().getTime() + freshFor, client });
    client.catch(() => kept.delete(name));
    return client;
  };
  return { call, clientOf };
};

/** Returns the proof that whoever names a user knows the client's secret: https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html */
export const secretHash = ({ ClientId, ClientSecret }: Client, username: string): string =>
  createHmac('sha256', ClientSecret).update(`${username}${ClientId}`).digest('base64');
