import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { accounts } from '../../functions/accounts/contract.ts';
import { routes } from '../../functions/accounts/routes.ts';
import { sessionOf } from '../../functions/accounts/session.ts';
import { routes as staffRoutes } from '../../functions/accounts/staff-routes.ts';
import { enrol, sweep } from '../../functions/accounts/workers.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import type { AskPayPal } from '../../functions/paypal/public.ts';
import { openFor } from '../../functions/people/public.ts';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { call, httpEvent, type Answered } from './http.ts';
import { testPorts } from './ports.ts';
import { claimsOf, userPools } from './user-pools-in-memory.ts';

type Letter = { id: string; template: string; to: string; address?: string; at: string; data: Record<string, string> };

const password = 'Correct-horse-9-battery';

/**
 * Accounts in process: their routes and workers over a database and user pools in memory. Nothing waits: a pause carries the
 * clock there. What is left to the worker `enrol` is kept until `work` runs it.
 */
export const accountsInProcess = (client: DynamoDBClient, begun = new Date(), paypal?: AskPayPal) => {
  const clock = { at: begun.getTime() };
  const now = () => new Date(clock.at);
  const pools = userPools(now);
  const payloads: object[] = [];
  const ports = {
    ...testPorts({ dynamo: client, now, pause: async (wait) => void (clock.at += wait), ...(paypal && { paypal }) }),
    identity: pools.identity,
    wake: async (_worker: string, payload?: object) => void (payload && payloads.push(payload)),
    sessions: async (bearer: string) => {
      const { sub, origin_jti: origin, auth_time: authTime } = claimsOf(bearer);
      const isStaff = pools.find(sub)?.email.endsWith('@staff.example') ?? false;
      return sessionOf(
        { pool: isStaff ? 'staff' : 'customers', id: sub, origin, authTime, groups: isStaff ? ['admin'] : [] },
        ports,
      );
    },
  };
  const [customers, staff] = [
    serve(accounts, routes, ports),
    serve({ ...accounts }, { ...routes, ...staffRoutes }, ports),
  ];

  type More = { token?: string; cookies?: string[]; path?: object; headers?: Record<string, string> };
  const send = (route: string, body?: object, more: More = {}) =>
    call(
      route.includes('/admin/') ? staff : customers,
      httpEvent(route, {
        ...(body && { body }),
        ...(more.cookies && { cookies: more.cookies }),
        ...(more.path && { path: more.path as Record<string, string> }),
        headers: { ...more.headers, ...(more.token !== undefined && { authorization: `Bearer ${more.token}` }) },
      }),
    );

  /** Does what was left to the worker, in its order; what fails is kept for another run. */
  const work = async (): Promise<void> => {
    while (payloads.length > 0) {
      await enrol(structuredClone(payloads[0]), ports);
      payloads.shift();
    }
  };

  const letters = async (): Promise<Letter[]> => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: ports.table('mail.outbox') }));
    return Items.map((item) => unmarshall(item) as Letter).sort((a, b) => (a.at < b.at ? -1 : 1));
  };

  /** The code in a letter. */
  const codeIn = async ({ to, data }: Letter): Promise<string> =>
    (await openFor(to, 'mail.code', data['code'] ?? '', ports)) ?? '';

  /** The letters with a code, oldest first. */
  const codes = async (): Promise<Letter[]> => (await letters()).filter(({ template }) => template === 'code');

  /** The newest code that was sent. */
  const lastCode = async (): Promise<string> => {
    const letter = (await codes()).at(-1);
    return letter ? codeIn(letter) : '';
  };

  const signUp = async (email: string, more: object = {}): Promise<Answered> => {
    const answer = await send('POST /account/sign-up', { email, password, name: 'Jane', marketing: false, ...more });
    clock.at += 1000;
    return answer;
  };
  const signIn = (email: string, with_ = password) => send('POST /account/sign-in', { email, password: with_ });

  /** Signs somebody up, confirmed and in; returns the access token, the cookie, and the id of the account. */
  const customer = async (email: string) => {
    await signUp(email);
    await work();
    await send('POST /account/confirm', { email, code: await lastCode() });
    const { body, cookies } = await signIn(email);
    const token = (body as { accessToken: string }).accessToken;
    return { token, cookie: cookies[0]?.split(';')[0] ?? '', id: claimsOf(token).sub };
  };

  return {
    clock,
    now,
    pools,
    ports,
    payloads,
    send,
    work,
    letters,
    codeIn,
    codes,
    lastCode,
    signUp,
    signIn,
    customer,
    password,
    sweep: () => sweep(ports),
  };
};
