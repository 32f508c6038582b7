import * as z from 'zod/mini';
import { CountryCode, EmailAddress, MoneyView, Timestamp } from '../kit/contract/schemas.ts';
import { OrderStatus } from '../orders/contract.ts';
import { MailingAddress, PersonName, Telephone } from '../people/contract.ts';
import { NewPassword as Password } from '../identity/contract.ts';
import { parseCursor } from './cursor.ts';

/** What was typed where a password is asked for; whether it is one is for the user pool to say. */
const Typed = z.string().check(z.minLength(1), z.maxLength(256));

/** A code out of a letter, perhaps with the blanks that came along when it was copied. */
const Code = z.string().check(z.trim(), z.regex(/^\d{8}$/));

/** Nothing to say: what was asked for is done, or may be. */
export const Nothing = z.object({});

export const Address = z.strictObject({ email: EmailAddress });
export const SignUpForm = z.strictObject({
  email: EmailAddress,
  password: Password,
  name: PersonName,
  marketing: z.boolean(),
  country: z.optional(CountryCode),
});
export const AddressAndCode = z.strictObject({ email: EmailAddress, code: Code });
export const Credentials = z.strictObject({ email: EmailAddress, password: Typed });
export const NewPassword = z.strictObject({ email: EmailAddress, code: Code, password: Password });
export const JustCode = z.strictObject({ code: Code });
export const PerhapsCode = z.strictObject({ code: z.optional(Code) });

/** An access token, and the seconds for which it is good. The refresh token is in a cookie. */
export const Tokens = z.object({ accessToken: z.string(), expiresIn: z.int() });

/** Tokens, or what staff have to show yet. */
export const TokensOrChallenge = z.object({
  accessToken: z.optional(z.string()),
  expiresIn: z.optional(z.int()),
  challenge: z.optional(z.enum(['totp', 'set-up-totp', 'new-password'])),
  session: z.optional(z.string()),
  secret: z.optional(z.string()),
});
export const ChallengeResponse = z.strictObject({
  session: z.string().check(z.minLength(1), z.maxLength(4096)),
  code: z.optional(z.string().check(z.trim(), z.regex(/^\d{6}$/))),
  password: z.optional(Password),
});

const Sources = z.record(z.string(), z.object({ source: z.string(), at: Timestamp }));

/** The saved payment method as its owner is shown it, with the consent: the text that was shown, its hash, and when. */
export const PaymentMethod = z.object({
  kind: z.literal('paypal'),
  masked: z.string(),
  savedAt: Timestamp,
  consent: z.object({ text: z.string(), hash: z.string(), at: Timestamp, source: z.literal('order-form') }),
});

/** What a customer sees of what is held on them; `emailPending` while a new address waits for its code. */
export const Profile = z.object({
  email: z.string(),
  name: z.nullable(z.string()),
  address: z.nullable(MailingAddress),
  telephone: z.nullable(z.string()),
  country: z.nullable(z.string()),
  marketing: z.boolean(),
  paymentMethod: z.nullable(PaymentMethod),
  /** What is agreed to by `savePaymentMethod` at the checkout. */
  paymentMethodConsent: z.object({ text: z.string(), hash: z.string() }),
  sources: Sources,
  version: z.int(),
  emailPending: z.optional(z.boolean()),
});

/** Changes of a profile; null takes a value away. With a version they are refused when the profile has changed since. */
export const ProfileChanges = z.strictObject({
  version: z.optional(z.int()),
  email: z.optional(EmailAddress),
  name: z.optional(PersonName),
  address: z.optional(z.nullable(MailingAddress)),
  telephone: z.optional(z.nullable(Telephone)),
  country: z.optional(z.nullable(CountryCode)),
});

export const PageOfOrders = z.object({
  limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-4]\d|50)$/))),
  cursor: z.optional(
    z.string().check(
      z.maxLength(200),
      z.refine((cursor) => parseCursor(cursor) !== undefined),
    ),
  ),
});

export const OrdersView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      status: OrderStatus,
      disputed: z.boolean(),
      refunded: MoneyView,
      lines: z.array(
        z.object({ sku: z.string(), name: z.string(), quantity: z.int(), unitPrice: MoneyView, lineTotal: MoneyView }),
      ),
      total: MoneyView,
      placedAt: Timestamp,
    }),
  ),
  next: z.nullable(z.string()),
});

/** The id of a member of staff: the subject of their tokens. */
export const StaffId = z.strictObject({ id: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)) });
