import { signToken, type KeyRing } from '../kit/crypto/tokens.ts';
import { buyerToken } from './buyer-token.ts';

const days = 24 * 60 * 60;

/** Returns the token that opens an order's page: for this order alone, good for 90 days from when it was placed. */
export const orderToken = (ring: KeyRing, order: { id: string; placedAt: string }): string =>
  signToken(ring, buyerToken.purpose, order.id, Math.floor(Date.parse(order.placedAt) / 1000) + 90 * days);
