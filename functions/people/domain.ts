/**
 * Who a person is to the shop: a buyer without an account, one with it, a friend of somebody who wrote of them, whoever made a
 * privacy request, who is there as long as the request and is not found by the address, or what is `kept` for one order of somebody
 * who is erased otherwise.
 */
export const kinds = ['guest', 'customer', 'friend', 'requester', 'kept'] as const;
export type PersonKind = (typeof kinds)[number];

/** Where a value may come from: the person, PayPal, or the shop itself. No other source is accepted (promise P5). */
export const sources = ['self', 'payment-provider', 'merchant'] as const;
export type Source = (typeof sources)[number];

/** What is known of the origin of a value. */
export type Origin = { source: Source; at: string };

/** A mailing address in its parts. */
export type MailingAddress = {
  lines: string[];
  postalCode?: string | undefined;
  town: string;
  region?: string | undefined;
};

/** How a person is reached. `country` (ISO 3166-1) is stated by the person, never derived. */
export type Contact = {
  email: string;
  name?: string;
  address?: MailingAddress;
  telephone?: string;
  country?: string;
};

export const contactFields = [
  'email',
  'name',
  'address',
  'telephone',
  'country',
] as const satisfies readonly (keyof Contact)[];
export type ContactField = (typeof contactFields)[number];

/** Changes of a contact; null takes a value away. The address of mail changes with its look-up, and not by these. */
export type ContactChanges = { [F in Exclude<ContactField, 'email'>]?: NonNullable<Contact[F]> | null | undefined };

/** Returns a value as the text that is sealed. */
export const asText = (value: string | MailingAddress): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** What a journal entry says that a person did: it outlives every copy of the tables. */
export const journalKinds = ['opt-out', 'removal', 'erasure'] as const;
