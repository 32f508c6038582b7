import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z, ZodError } from 'zod';
import type { Access } from '../aws/access.ts';
import type { Part } from '../parts.ts';
import { Faults } from '../stand-in/faults.ts';
import { json, jsonOf, serve, type Answer, type Call } from '../stand-in/serve.ts';
import { actions } from './actions.ts';
import { addReady, openDirectory, type Directory } from './directory.ts';
import { CognitoError, invalid } from './error.ts';
import type { ReadyUser, UserPool } from './pools.ts';

export type CognitoSettings = {
  port: number;
  /** Where users and sign-ins are kept. */
  dir: string;
  pools: readonly UserPool[];
  /** Those who are there from the start; `pool` is the pool's name. */
  ready: readonly ReadyUser[];
  /** The keys that callers must sign with. */
  access: Pick<Access, 'allows'>;
  /** Epoch milliseconds. */
  now: () => number;
};

const wrong = { error: 'must be a whole number of calls, true or false' };
const times = z.union([z.int().min(0, wrong), z.boolean()], wrong);
const milliseconds = z.int().min(0, 'must be a whole number of milliseconds');

const faultNames = z.strictObject({
  /** Every response waits so long. */
  delayMs: milliseconds,
  /** And up to so much longer, by chance. */
  spreadMs: milliseconds,
  /** TooManyRequestsException, for the next n calls. */
  throttle: times,
  /** InternalErrorException with status 500. */
  fail: times,
  /** The action is done, and the connection cut in place of a response. */
  doThenDrop: times,
});

type CognitoFaults = z.infer<typeof faultNames>;

const target = 'AWSCognitoIdentityProviderService.';

const amzJson = (status: number, body: unknown): Answer =>
  json(status, body, { 'content-type': 'application/x-amz-json-1.1' });

const refusal = (error: unknown): Answer => {
  const known = error instanceof ZodError ? invalid(error.issues[0]?.message ?? 'Invalid input') : error;
  const { code, message, status } =
    known instanceof CognitoError
      ? known
      : new CognitoError('InternalErrorException', 'Something here is at fault.', 500);
  return amzJson(status, { __type: code, message });
};

const run = async (directory: Directory, access: CognitoSettings['access'], call: Call): Promise<Answer> => {
  const { body, headers } = call;
  const name = String(headers['x-amz-target']);
  const action = name.startsWith(target) ? name.slice(target.length) : '';
  const known = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!known) throw new CognitoError('UnknownOperationException', `The action ${action} is not served here.`);
  if (body === undefined) throw new CognitoError('SerializationException', 'The body is too large.');
  if (!known.unsigned && !access.allows({ ...call, body }))
    throw new CognitoError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      403,
    );
  const input = jsonOf(body);
  if (input === undefined) throw new CognitoError('SerializationException', 'The body is no JSON.');
  return amzJson(200, await known.run(directory, input));
};

/**
 * Starts a stand-in for Cognito's user pools (X-Amz-Target JSON) on 127.0.0.1, with the public keys of each pool under
 * `/<pool>/.well-known/jwks.json` and fault switches. Users and sign-ins outlive the process, access tokens and faults do not.
 */
export const startCognito = async (settings: CognitoSettings): Promise<Part & { url: string }> => {
  const { port, dir, pools, ready, access, now } = settings;
  const directory = openDirectory(dir, pools, now);
  for (const pool of pools) await addReady(directory, pool, ready.filter((each) => each.pool === pool.name)); // prettier-ignore
  const faults = new Faults<CognitoFaults>(faultNames);

  const answer = async (call: Call) => {
    if (call.path === '/_faults') return faults.answer(call);
    const { delayMs = 0, spreadMs = 0 } = faults.set;
    if (delayMs + spreadMs > 0) await sleep(delayMs + randomInt(spreadMs + 1));
    if (faults.take('throttle')) throw new CognitoError('TooManyRequestsException', 'Too many requests');
    if (faults.take('fail')) throw new CognitoError('InternalErrorException', 'A fault was asked for.', 500);
    const [, pool = ''] = /^\/([\w-]+)\/\.well-known\/jwks\.json$/.exec(call.path) ?? [];
    if (pools.some(({ id }) => id === pool)) return json(200, directory.sessions.jwks(pool));
    if (call.method !== 'POST' || call.path !== '/') return json(404, { message: 'There is nothing here.' });
    const done = await run(directory, access, call);
    return faults.take('doThenDrop') ? 'cut' : done;
  };
  const largestBody = 256 * 1024;
  const failure = refusal(undefined);
  const server = await serve({ port, largestBody, answer: (call) => answer(call).catch(refusal), failure });
  const close = async (): Promise<void> => {
    await server.close();
    directory.close();
  };
  return { name: 'identity', url: server.url, close };
};
