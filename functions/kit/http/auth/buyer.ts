import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteSpec } from '../../contract/route.ts';
import { KeyRing, verifyToken } from '../../crypto/tokens.ts';
import { Refused } from '../refused.ts';
import type { ServePorts } from '../types.ts';
import { customerOf, hasBearer } from './bearer.ts';
import { nobody, type Check } from './check.ts';

const showsToken = async (event: APIGatewayProxyEventV2, ports: ServePorts, { token }: RouteSpec): Promise<boolean> => {
  if (!ports.secrets || !token) throw new Error('a buyer route needs the signing keys and the form of its token');
  const ring = await ports.secrets('signing-keys', KeyRing);
  const shown = event.headers[token.header.toLowerCase()] ?? '';
  return verifyToken(ring, token.purpose, event.pathParameters?.['id'] ?? '', shown, ports.now());
};

/**
 * Lets in whoever holds the token that was signed for the very thing in the path, and customers, of whom the handler has yet to
 * find that the thing is theirs. Others learn not even that it exists.
 */
export const buyer: Check = async (event, ports, route) => {
  if (await showsToken(event, ports, route)) return nobody;
  if (!hasBearer(event)) throw new Refused<'authenticate'>('not-found');
  return { ...nobody, customer: await customerOf(event, ports, route) };
};
