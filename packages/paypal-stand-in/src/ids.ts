/** A source of random bytes, such as `randomBytes` of node:crypto. */
export type Random = (size: number) => Uint8Array;

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const payerAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const pick = (random: Random, alphabet: string, length: number): string => {
  return [...random(length)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
};

/** An id of an order, capture or refund: 17 digits and capitals, as PayPal's. */
export const resourceId = (random: Random): string => {
  return pick(random, digits + capitals, 17);
};

/** An event's id in PayPal's form, `WH-…-…`. */
export const eventId = (random: Random): string => {
  return `WH-${resourceId(random)}-${resourceId(random)}`;
};

/** A payer's id: 13 characters of PayPal's own alphabet without 0, 1, I and O. */
export const payerId = (random: Random): string => {
  return pick(random, payerAlphabet, 13);
};

/** The id under which PayPal finds a call in its logs. */
export const debugId = (random: Random): string => {
  return pick(random, '0123456789abcdef', 13);
};
