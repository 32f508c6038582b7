/** What somebody may agree to get. */
export const topics = ['newsletter', 'offers'] as const;
export type Topic = (typeof topics)[number];

/** Where a yes or a no comes from. */
export const consentSources = [
  'order-form', 'profile', 'sign-up', 'confirmed-link', 'link', 'one-click', 'staff', 'mail-service', 'friend', 'account', 'journal',
] as const; // prettier-ignore
export type ConsentSource = (typeof consentSources)[number];

export const consentStates = ['yes', 'no', 'unconfirmed'] as const;
export type ConsentState = (typeof consentStates)[number];

/** What somebody said of a topic: when, where, to which text (its hash), and by which campaign's link. Times are RFC 3339 with milliseconds. */
export type Consent = {
  state: ConsentState;
  at: string;
  source: ConsentSource;
  text?: string | undefined;
  /** From when on a yes counts; absent, at once. */
  countsFrom?: string | undefined;
  via?: string | undefined;
};

/** What was said once; `topics` are parted by blanks. */
export type Said = {
  topics: string;
  to: ConsentState;
  source: ConsentSource;
  text?: string | undefined;
  at: string;
  via?: string | undefined;
};

/** Why an address gets no marketing and no one-time mail. */
export const suppressionReasons = ['opt-out', 'complaint', 'bounce', 'removal', 'erasure'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** Why an account gets no mail but codes it asked for and notices of an open order. */
export const pauseReasons = ['deactivated', 'suspended', 'closed'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** The right of one sender to write to an address, for one letter; `until` is epoch milliseconds. */
export type Lease = { claim: string; letter: string; until: number };

/** All that decides whether a mailbox may be written to. */
export type Address = {
  /** The keyed hash of the mailbox (`people.mailboxHash`). */
  id: string;
  /** Counts up with every consent, opt-out, pause and claim. */
  version: number;
  /** To whom marketing goes: a person's id. */
  person?: string | undefined;
  /** Set when the mailbox is that of an account: what a guest types changes nothing then. */
  account?: boolean | undefined;
  country?: string | undefined;
  topics: { [T in Topic]?: Consent | undefined };
  history: readonly Said[];
  suppressed?: { at: string; reason: SuppressionReason } | undefined;
  /** A friend's removal: no one-time mail for good, whatever else is agreed to. */
  removed?: string | undefined;
  /** Since when nothing can be delivered: transactional mail neither. */
  undeliverable?: string | undefined;
  paused?: PauseReason | undefined;
  /** The one one-time mail, from whomever. */
  invited?: { at: string; letter: string } | undefined;
  /** Marketing mails by calendar month (`2026-11`). */
  cap: Readonly<Record<string, number>>;
  lease?: Lease | undefined;
};
