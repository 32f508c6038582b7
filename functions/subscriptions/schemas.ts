import * as z from 'zod/mini';
import { Timestamp } from '../kit/contract/schemas.ts';

const choice = z.optional(z.boolean());

/** What a customer wants; a topic that is not named stays as it is. `textHash` is of the text that was shown. */
export const Choice = z.strictObject({
  topics: z.strictObject({ newsletter: choice, offers: choice }),
  textHash: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  version: z.optional(z.int().check(z.nonnegative())),
});

const Said = z.object({
  topics: z.array(z.string()),
  to: z.string(),
  source: z.string(),
  text: z.optional(z.string()),
  at: Timestamp,
});

/** What a customer gets, what they said, and the text that a yes is a yes to. */
export const Preferences = z.object({
  topics: z.object({ newsletter: z.boolean(), offers: z.boolean() }),
  suppressed: z.nullable(z.string()),
  text: z.string(),
  textHash: z.string(),
  history: z.array(Said),
  version: z.int(),
  globalPrivacyControl: z.object({ honoured: z.literal(true), received: z.boolean() }),
});
export type Preferences = z.infer<typeof Preferences>;

/** The token of a link; whatever else is in the address is ignored. */
export const LinkQuery = z.object({ t: z.optional(z.string()) });

/** The fields of RFC 8058, or of the page's form; others are ignored. */
export const UnsubscribeForm = z.object({
  'List-Unsubscribe': z.optional(z.array(z.string())),
  topics: z.optional(z.array(z.string())),
});

/** Which topics the mailbox of a link gets, and which it does not. */
export const LinkView = z.object({ gets: z.array(z.string()), refuses: z.array(z.string()) });

/** What a link to confirm comes to. */
export const ConfirmView = z.object({
  state: z.enum(['unconfirmed', 'confirmed', 'over']),
  topics: z.array(z.string()),
});
