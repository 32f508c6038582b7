export { addressOf } from './read.ts';
export { mayReceive, monthlyCap, type MailClass, type Refused, type Sending } from './domain/may-receive.ts';
export { consentWrite, guestConsent, type NewConsent } from './consent.ts';
export { choiceWrites, type Choice } from './choice.ts';
export { moveWrites } from './move.ts';
export { optOut, optOutWrites, settled, type OptOut } from './opt-out.ts';
export { replayRefusal } from './replay.ts';
export { deliverableWrite } from './pause.ts';
export { claimAddress, releaseWrite, type AddressClaim, type Claimed, type Release } from './claim.ts';
export { pauseWrite } from './pause.ts';
export { subscribersFrom, type Subscriber } from './read.ts';
export {
  optOutToken, readOptOutToken, removalToken, readRemovalToken, confirmToken, readConfirmToken, type LinkSubject,
} from './token.ts'; // prettier-ignore
export {
  topics,
  type Address,
  type Consent,
  type PauseReason,
  type SuppressionReason,
  type Topic,
} from './domain/address.ts';
