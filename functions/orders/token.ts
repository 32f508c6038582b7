import { signToken, type KeyRing } from '../kit/crypto/tokens.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import { buyerToken } from './buyer-token.ts';

/** Returns the token that opens an order's page: for this order alone, good for 90 days from when it was placed. */
export const orderToken = (ring: KeyRing, order: { id: string; placedAt: string }): string =>
  signToken(ring, buyerToken.purpose, order.id, seconds(new Date(order.placedAt)) + 90 * daySeconds);
