import { context } from '../kit/contract/contract.ts';

/** The record of who looked at a person, changed one, and why. */
export const audit = context('audit', {});
