import { z } from 'zod';
import { SesError } from './sending.ts';

const wrong = { error: 'must be a whole number of sends, true or false' };
const times = z.union([z.int().min(0, wrong), z.boolean()], wrong);

/** The faults of the mailbox: each for the next n sends, or, as `true`, until it is cleared. */
export const faultNames = z.strictObject({
  throttle: times,
  quota: times,
  paused: times,
  notVerified: times,
  accessDenied: times,
  /** The mail is taken, and the connection cut in place of a response. */
  acceptThenDrop: times,
  /** The mail is taken, and bounces for good: its event is a Bounce. */
  bounce: times,
  /** The mail is taken, and bounces in a way that passes. */
  softBounce: times,
  /** The mail is taken and delivered, and somebody complains about it. */
  complaint: times,
  /** The events of the mail come twice. */
  duplicate: times,
  /** Later events come first. */
  reorder: times,
  /** The events of every mail come so many milliseconds late. */
  delayMs: z.int(wrong).min(0, wrong),
});

export type MailFaults = z.infer<typeof faultNames>;

const unverified =
  'Email address is not verified. The following identities failed the check in region US-EAST-1: shop.example';

/** The refusals that faults stand for, in the order in which they are tried. */
export const refusals: [keyof MailFaults, SesError][] = [
  ['throttle', new SesError('Throttling', 'Maximum sending rate exceeded.')],
  ['quota', new SesError('Throttling', 'Daily message quota exceeded.')],
  ['paused', new SesError('AccountSendingPausedException', 'Email sending is disabled.')],
  ['notVerified', new SesError('MessageRejected', unverified)],
  ['accessDenied', new SesError('AccessDenied', 'The caller is not authorized to perform ses:SendRawEmail.', 403)],
];

/** The refusal of a configuration set that there is not. */
export const noSuchSet = new SesError('ConfigurationSetDoesNotExist', 'Configuration set does not exist.');
