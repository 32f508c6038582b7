import { domainToASCII, domainToUnicode } from 'node:url';

/** Letters, digits and the signs that need no quotes (RFC 5322); single dots between them; something after the @. */
export const addressForm =
  /^(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[^\s@]+$/;

/** The longest address that a mail's envelope takes (RFC 5321), in characters. */
const longest = 254;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Signs that would be read as other parts of a URL, that nobody sees, or that no domain has; other scripts are welcome. */
const outOfPlace = /[\p{C}\s\p{Default_Ignorable_Code_Point}]|(?![a-z0-9.-])\p{ASCII}/iu;

/** Whether a label that says it is punycode decodes to something. */
const decodes = (domain: string): boolean => !/(?:^|\.)xn--/.test(domainToUnicode(domain));

/**
 * The domain in ASCII and small letters. What looks like a dot, such as a fullwidth full stop, is none: the labels have
 * to be those that were typed.
 */
const domainOf = (typed: string): string | undefined => {
  if (outOfPlace.test(typed)) return undefined;
  const ascii = domainToASCII(typed);
  const labels = ascii.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.length !== typed.split('.').length) return undefined;
  if (!labels.every((each) => label.test(each)) || top.length < 2 || /^\d+$/.test(top)) return undefined;
  return decodes(ascii) ? ascii : undefined;
};

/**
 * Returns an address with its domain normalised (IDNA, small letters) and its local part as typed, so that a domain has
 * one spelling; undefined for what is no address after that, an IP address and an address of over 254 characters among it.
 */
export const normalizedAddress = (typed: string): string | undefined => {
  const at = typed.lastIndexOf('@');
  const domain = domainOf(typed.slice(at + 1));
  const address = `${typed.slice(0, at)}@${domain}`;
  return domain !== undefined && address.length <= longest ? address : undefined;
};

/**
 * Returns the identity form, version 1, of an address: by it people sign in and are found. Blanks around it are cut off, all
 * is in small letters, the domain is in ASCII; undefined for what is no address, a first part that is not ASCII among it.
 * Frozen, with its vectors, in docs/addresses.md: hashes of it are kept.
 */
export const identityForm = (typed: string): string | undefined => {
  const trimmed = typed.trim();
  return addressForm.test(trimmed) ? normalizedAddress(trimmed)?.toLowerCase() : undefined;
};

/** Domains whose mailboxes are the same with and without dots. */
const withoutDots = new Set(['gmail.com', 'googlemail.com']);

/**
 * Returns the mailbox form, version 1, of an address: by it a mailbox is kept free of mail, and counted. It is the identity
 * form without what follows a `+`, and without dots at Gmail; undefined for what is no address. Frozen likewise.
 */
export const mailboxForm = (typed: string): string | undefined => {
  const identity = identityForm(typed);
  if (identity === undefined) return undefined;
  const [local = '', domain = ''] = identity.split('@');
  const base = local.replace(/(?<=.)\+.*$/, '');
  return `${withoutDots.has(domain) ? base.replaceAll('.', '') : base}@${domain}`;
};
