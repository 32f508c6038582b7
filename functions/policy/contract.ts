import { context } from '../kit/contract/contract.ts';

/** What buyers are told: the privacy policy in force and the notice at the point of sale and what a buyer agrees to before the PINs are shown, each with its hash; and what the law asks where. */
export const policy = context('policy', {
  offers: { revealNoticeOf: [], daysToAnswer: [], mailRules: [], consentText: [] },
});
