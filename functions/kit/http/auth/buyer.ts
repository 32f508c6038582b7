import { KeyRing, verifyToken } from '../../crypto/tokens.ts';
import { Refused } from '../parse.ts';
import { nobody, type Check } from './check.ts';

/** Lets in whoever holds the token that was signed for the very thing in the path; others learn not even that it exists. */
export const buyer: Check = async (event, ports) => {
  if (!ports.secrets) throw new Error('a buyer route needs the signing keys');
  const ring = await ports.secrets('signing-keys', KeyRing);
  const token = event.headers['order-token'] ?? '';
  const id = event.pathParameters?.['id'] ?? '';
  if (!verifyToken(ring, 'order', id, token, ports.now())) throw new Refused('not-found');
  return nobody;
};
