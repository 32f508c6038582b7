import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteSpec } from '../../contract/route.ts';
import { Refused } from '../refused.ts';
import type { Customer, Session } from '../session.ts';
import type { ServePorts } from '../types.ts';

/** RFC 6750: the scheme in any case, one blank, a token of the characters that a JWT has. */
const form = /^bearer ([\w.-]+)$/i;

/** Returns whether a request says that somebody has signed in, rightly or not. */
export const hasBearer = (event: APIGatewayProxyEventV2): boolean => event.headers['authorization'] !== undefined;

/** Returns who has signed in; throws Refused (401) without a good access token. */
export const sessionOf = async (event: APIGatewayProxyEventV2, { sessions }: ServePorts): Promise<Session> => {
  if (!sessions) throw new Error('a route that asks who has signed in needs the sessions');
  const [, token] = form.exec(event.headers['authorization'] ?? '') ?? [];
  const session = token === undefined ? undefined : await sessions(token);
  if (!session) throw new Refused<'authenticate'>('unauthorized');
  return session;
};

/** Returns the customer who has signed in; throws Refused: 401 for others, 403 in a state that the route does not allow. */
export const customerOf = async (
  event: APIGatewayProxyEventV2,
  ports: ServePorts,
  { states }: Pick<RouteSpec, 'states'>,
): Promise<Customer> => {
  const session = await sessionOf(event, ports);
  if (session.kind !== 'customer') throw new Refused<'authenticate'>('unauthorized');
  const { kind: _, ...customer } = session;
  const allowed: readonly string[] = ['active', ...(states ?? [])];
  if (!allowed.includes(customer.state)) throw new Refused<'authenticate'>('account-deactivated');
  return customer;
};
