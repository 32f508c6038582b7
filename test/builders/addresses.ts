import type { NewConsent } from '../../functions/preferences/public.ts';

/** The hash of a text, as the policy has them. */
export const textHash = 'a'.repeat(64);

/** A yes to the newsletter of somebody signed in, and what a test says otherwise. */
export const aYes = (more: Partial<NewConsent> = {}): NewConsent => ({
  topics: { newsletter: 'yes' },
  source: 'profile',
  text: textHash,
  person: 'p1',
  at: new Date('2026-07-23T14:05:00Z'),
  ...more,
});
