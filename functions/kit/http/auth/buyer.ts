import { KeyRing, verifyToken } from '../../crypto/tokens.ts';
import { Refused } from '../refused.ts';
import { nobody, type Check } from './check.ts';

/** Lets in whoever holds the token that was signed for the very thing in the path; others learn not even that it exists. */
export const buyer: Check = async (event, ports, { token }) => {
  if (!ports.secrets || !token) throw new Error('a buyer route needs the signing keys and the form of its token');
  const ring = await ports.secrets('signing-keys', KeyRing);
  const shown = event.headers[token.header.toLowerCase()] ?? '';
  const id = event.pathParameters?.['id'] ?? '';
  if (!verifyToken(ring, token.purpose, id, shown, ports.now())) throw new Refused<'authenticate'>('not-found');
  return nobody;
};
