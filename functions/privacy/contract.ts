import { context } from '../kit/contract/contract.ts';

/** What a person may ask for: to see what is held, to take it away, to have it erased. */
export const privacy = context('privacy', {});
