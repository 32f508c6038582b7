import { context } from '../kit/contract/contract.ts';

/** What buyers are told: the privacy policy in force and the notice at the point of sale, each with its hash; and what the law asks where. */
export const policy = context('policy', {
  offers: { daysToAnswer: [], mailRules: [] },
});
