import { z } from 'zod';

const wrong = { error: 'must be a whole number of sends, true or false' };
const times = z.union([z.int().min(0, wrong), z.boolean()], wrong);

/** The faults of the mailbox: each for the next n sends, or, as `true`, until it is cleared. */
export const faultNames = z.strictObject({
  /** SES answers Throttling. */
  throttle: times,
  /** SES answers that the daily quota is used up. */
  quota: times,
  /** SES answers that sending is paused for the account. */
  paused: times,
  /** SES answers that the sender's identity is not verified. */
  notVerified: times,
  /** SES answers that the caller may not send. */
  accessDenied: times,
  /** SES takes the mail and cuts the connection in place of an answer. */
  acceptThenDrop: times,
  /** The mail is taken and marked as one that bounces. */
  bounce: times,
  /** The mail is taken and marked as one that is complained about. */
  complaint: times,
});

export type MailFaults = z.infer<typeof faultNames>;
