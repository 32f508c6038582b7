import { readJson, writeJson } from 'local-cloud';
import type { Settings } from './settings.ts';

/** A member of staff of this machine alone, who signs in without a second factor. */
export type StaffAccount = { email: string; password: string; groups: string[] };

type KeyRing = { current: string; keys: Record<string, string> };

/** The shop's account at the PayPal stand-in, and its keys for signing and for recognising: made once for one folder of data. */
export type Account = {
  paypal: { clientId: string; clientSecret: string; webhookId: string; merchantId: string };
  signingKeys: KeyRing;
  lookupKeys: KeyRing;
  /** By the first people are found; by the second opt-outs are, and it is never changed. */
  personLookupKeys: KeyRing;
  addressKeys: { key: string };
  auditLogKey: KeyRing;
  staff: StaffAccount[];
};

const newKeyRing = (random: (bytes: number) => Buffer): KeyRing => ({
  current: 'k1',
  keys: { k1: random(32).toString('base64') },
});

const newPaypal = (random: (bytes: number) => Buffer): Account['paypal'] => {
  const id = (bytes: number): string => random(bytes).toString('hex').toUpperCase();
  return {
    clientId: random(40).toString('base64url'),
    clientSecret: random(40).toString('base64url'),
    webhookId: id(8) + id(1).slice(1),
    merchantId: id(7).slice(1),
  };
};

/** What staff there is, by the name before the @. Two of marketing: what one of them writes, another approves. */
const members: Readonly<Record<string, string[]>> = {
  support: ['support'],
  fulfilment: ['fulfilment'],
  marketing: ['marketing'],
  'second-marketing': ['marketing'],
  privacy: ['privacy'],
  admin: ['admin'],
};

const newStaff = (random: (bytes: number) => Buffer): StaffAccount[] =>
  Object.entries(members).map(([name, groups]) => ({
    email: `${name}@staff.localhost`,
    password: `Aa1-${random(18).toString('base64url')}`,
    groups,
  }));

/**
 * Reads the account of this folder, and makes what is missing of it, so that a newer shop keeps the data of an older one;
 * `random` gives as many random bytes as it is asked for.
 */
export const accountAt = (file: string, random: (bytes: number) => Buffer): Account => {
  const kept = (readJson(file) ?? {}) as Partial<Account>;
  const account: Account = {
    paypal: kept.paypal ?? newPaypal(random),
    signingKeys: kept.signingKeys ?? newKeyRing(random),
    lookupKeys: kept.lookupKeys ?? newKeyRing(random),
    personLookupKeys: kept.personLookupKeys ?? newKeyRing(random),
    addressKeys: kept.addressKeys ?? { key: random(32).toString('base64') },
    auditLogKey: kept.auditLogKey ?? newKeyRing(random),
    staff: kept.staff ?? newStaff(random),
  };
  if (Object.keys(account).some((name) => !Object.hasOwn(kept, name))) writeJson(file, account);
  return account;
};

/** The secrets that the functions read from Parameter Store, by parameter name. */
export const secretsOf = (
  account: Account,
  { paypal, approvalWindowMinutes: minutes }: Pick<Settings, 'paypal' | 'approvalWindowMinutes'>,
  anchorsPem: string | undefined,
) => {
  const own = paypal ? { ...account.paypal, merchantId: undefined } : account.paypal;
  const { clientId, clientSecret, webhookId, merchantId } = { ...own, ...paypal };
  // What is undefined is absent in JSON.
  const secret = {
    approvalWindowHours: minutes && minutes / 60,
    ...{ clientId, clientSecret, webhookId, merchantId },
    trustAnchors: anchorsPem ?? paypal?.trustAnchors,
  };
  return {
    '/candor/local/paypal': JSON.stringify(secret),
    '/candor/local/signing-keys': JSON.stringify(account.signingKeys),
    '/candor/local/lookup-keys': JSON.stringify(account.lookupKeys),
    '/candor/local/person-lookup-keys': JSON.stringify(account.personLookupKeys),
    '/candor/local/address-keys': JSON.stringify(account.addressKeys),
    '/candor/local/audit-log-key': JSON.stringify(account.auditLogKey),
  };
};
