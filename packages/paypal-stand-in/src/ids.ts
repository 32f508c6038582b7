import { randomBytes } from 'node:crypto';

const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const payerAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const random = (alphabet: string, length: number): string =>
  [...randomBytes(length)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');

/** Returns an id of an order, capture or refund: 17 digits and capitals, as PayPal's. */
export const resourceId = (): string => random(digits + capitals, 17);

/** Returns a dispute's id in PayPal's form. */
export const disputeId = (): string => `PP-R-${random(capitals, 3)}-${random(digits, 8)}`;

/** Returns an event's id in PayPal's form, `WH-…-…`. */
export const eventId = (): string => `WH-${resourceId()}-${resourceId()}`;

/** Returns a payer's id: 13 characters of PayPal's own alphabet without 0, 1, I and O. */
export const payerId = (): string => random(payerAlphabet, 13);

/** Returns an id of a saved payer in PayPal's form. */
export const vaultId = (): string => random(`${digits}abcdefghijklmnopqrstuvwxyz`, 8);

/** Returns PayPal's id of a shop's customer. */
export const customerId = (): string => random(digits, 10);

/** Returns an id by which PayPal finds a call in its logs. */
export const debugId = (): string => random(`${digits}abcdef`, 13);
