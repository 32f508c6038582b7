import * as z from 'zod/mini';

/** Text of one line; what nobody sees is no part of it. */
const line = (longest: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(longest), z.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u));

/** A person's name as they write it. */
export const PersonName = line(100);

/** A mailing address; its country is that of the person. */
export const MailingAddress = z.strictObject({
  lines: z.array(line(100)).check(z.minLength(1), z.maxLength(3)),
  postalCode: z.optional(line(20)),
  town: line(100),
  region: z.optional(line(100)),
});

/** A telephone number: digits, and the signs that people part them with. */
export const Telephone = z.string().check(z.trim(), z.regex(/^\+?[0-9][0-9 ()./-]{3,29}$/));
