/** What became of a letter after SES took it, from what weighs least; a later word counts only if it weighs more. */
export const fates = ['soft-bounced', 'delivered', 'bounced', 'complained'] as const;
export type Fate = (typeof fates)[number];

/** Returns the fates that a fate replaces. */
export const lighterThan = (fate: Fate): readonly Fate[] => fates.slice(0, fates.indexOf(fate));

/** What an event of SES says, as far as it is of use. */
export type MailEvent = {
  letter: string;
  messageId: string;
  /** Whom it was sent to: read once, stored nowhere. */
  address: string;
  fate: Fate;
  /** When it happened, RFC 3339. */
  at: string;
};

/**
 * Returns what an event says of a letter. Whatever does not certainly last is a soft bounce: an address is given up only for what SES
 * calls permanent.
 */
export const fateOf = (type: 'Delivery' | 'Bounce' | 'Complaint', bounceType: string | undefined): Fate => {
  if (type === 'Delivery') return 'delivered';
  if (type === 'Complaint') return 'complained';
  return bounceType === 'Permanent' ? 'bounced' : 'soft-bounced';
};

/** Returns whether somebody waits for the word that a letter was delivered: what was agreed to in it counts from then. */
export const isAwaited = (letter: { class: string; data: unknown }): boolean =>
  letter.class === 'transactional' &&
  typeof letter.data === 'object' &&
  letter.data !== null &&
  ('consent' in letter.data || 'again' in letter.data);
