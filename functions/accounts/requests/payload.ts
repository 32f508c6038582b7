import * as z from 'zod/mini';

const request = z.string();
const email = z.string();

/** Somebody wants an account. */
const SignUp = z.object({
  kind: z.literal('sign-up'),
  request,
  /** A keyed hash of the browser that sent it. */
  attempt: z.string(),
  email,
  password: z.string(),
  name: z.string(),
  marketing: z.boolean(),
  country: z.optional(z.string()),
});

/** Somebody wants a code again, or a new password. */
const ForAddress = z.object({ kind: z.enum(['resend', 'forgot']), request, email });

/** A customer wants to use another address. */
const NewAddress = z.object({ kind: z.literal('new-address'), request, account: z.string(), email });

/** What is asked of the worker `enrol`. It is in nobody else's hands: no table, queue or log of ours has it. */
export const Payload = z.discriminatedUnion('kind', [SignUp, ForAddress, NewAddress]);
export type Payload = z.infer<typeof Payload>;
export type SignUp = z.infer<typeof SignUp>;
