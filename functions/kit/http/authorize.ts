import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Auth, RouteSpec } from '../contract/contract.ts';
import type { ServePorts } from './serve.ts';
import { KeyRing, verifyToken } from '../crypto/tokens.ts';
import { Refused } from './parse.ts';
import { sessionCookie, sessionOf, visitorOf } from './visitor.ts';

type Identity = { visitor: string; cookies: string[] };
type Check = (event: APIGatewayProxyEventV2, ports: ServePorts) => Identity | Promise<Identity>;

const nobody: Identity = { visitor: '', cookies: [] };

/** A session comes with the first shopping route; a visitor who has one keeps it. */
const visitor: Check = (event, ports) => {
  const session = sessionOf(event);
  if (session) return { visitor: visitorOf(session), cookies: [] };
  const fresh = ports.newId();
  return { visitor: visitorOf(fresh), cookies: [sessionCookie(fresh)] };
};

/** No issuer of access tokens is configured, so a bearer token cannot be a valid one; without one, a visitor. */
const visitorOrCustomer: Check = (event, ports) => {
  if (event.headers['authorization'] !== undefined) throw new Refused('unauthorized');
  return visitor(event, ports);
};

/** The header Order-Token must be signed for this very order; anybody else learns not even that the order exists. */
const buyer: Check = async (event, ports) => {
  if (!ports.secrets) throw new Error('a buyer route needs the signing keys');
  const ring = await ports.secrets('signing-keys', KeyRing);
  const token = event.headers['order-token'] ?? '';
  const order = event.pathParameters?.['id'] ?? '';
  if (!verifyToken(ring, 'order', order, token, ports.now())) throw new Refused('not-found');
  return nobody;
};

const checks: Record<Auth, Check> = {
  public: () => nobody,
  'signed-webhook': () => nobody,
  visitor,
  'visitor-or-customer': visitorOrCustomer,
  buyer,
};

/** Who calls, by the route's `auth`; throws Refused (401 or 404) when that is not allowed. */
export const authorize = (
  route: RouteSpec,
  event: APIGatewayProxyEventV2,
  ports: ServePorts,
): Identity | Promise<Identity> => checks[route.auth](event, ports);
