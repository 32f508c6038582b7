import { z } from 'zod';

const wrong = { error: 'must be a whole number of sends, true or false' };
const times = z.union([z.int().min(0, wrong), z.boolean()], wrong);

const settings = z.strictObject({
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

export type FaultName = keyof z.infer<typeof settings>;

/** The faults of the mailbox: each for the next n sends, or, as `true`, until it is cleared. */
export class Faults {
  #set: Partial<Record<FaultName, number | boolean>> = {};

  /** Merges faults in; answers a sentence when one is unknown or has no such value, and then changes nothing. */
  merge(given: unknown): string | undefined {
    const parsed = z.safeParse(settings.partial(), given);
    if (!parsed.success) return sentence(parsed.error.issues[0]);
    this.#set = { ...this.#set, ...(parsed.data as Partial<Record<FaultName, number | boolean>>) };
    return undefined;
  }

  clear(): void {
    this.#set = {};
  }

  view(): Readonly<Partial<Record<FaultName, number | boolean>>> {
    return this.#set;
  }

  /** Whether a fault strikes now; one that was set for n sends is used up by it. */
  strikes(name: FaultName): boolean {
    const left = this.#set[name];
    if (typeof left === 'number' && left > 0) this.#set[name] = left - 1;
    return left === true || (typeof left === 'number' && left > 0);
  }
}

const sentence = (issue: z.core.$ZodIssue | undefined): string =>
  issue?.code === 'unrecognized_keys'
    ? `Unknown fault. There are ${Object.keys(settings.shape).join(', ')}.`
    : `The fault ${issue?.path.join('.') || 'body'} ${issue?.path.length ? issue.message : 'must be a JSON object'}.`;
