import * as z from 'zod/mini';
import { StoredLineDetails, StoredMoney } from '../kit/store/schemas.ts';

const Id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
const Name = z.string().check(z.maxLength(200));
const Instant = z.iso.datetime();
const Hash = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,128}$/));

/** What a receipt says: the order as it was paid. `placedAt` also dates the order's token. */
export const ReceiptData = z.object({
  order: Id,
  placedAt: Instant,
  lines: z.array(z.extend(StoredLineDetails, { name: Name })).check(z.minLength(1)),
  total: StoredMoney,
  /** The hash of the text by which the buyer agreed to marketing; absent where they did not. */
  consent: z.optional(Hash),
  /** Whether it is sent again, because somebody did not get it. */
  again: z.optional(z.literal(true)),
});
export type ReceiptData = z.infer<typeof ReceiptData>;

/** What a letter about a voided order says: which order, and why nothing came of it. */
export const OrderVoidedData = z.object({
  order: Id,
  placedAt: Instant,
  reason: z.enum(['out-of-stock', 'refused', 'reversed', 'lapsed']),
});
export type OrderVoidedData = z.infer<typeof OrderVoidedData>;

/** What a letter about a refund says: of which order, how much, and whether nothing of the payment is left. */
export const RefundedData = z.object({ order: Id, placedAt: Instant, amount: StoredMoney, whole: z.boolean() });
export type RefundedData = z.infer<typeof RefundedData>;

/** What a letter about a payment that was declined says: of which order; it can still be paid. */
export const PaymentDeclinedData = z.object({ order: Id, placedAt: Instant });
export type PaymentDeclinedData = z.infer<typeof PaymentDeclinedData>;

/** What a letter about a reveal says: which order, when it was, and the hash of the text that was agreed to. */
export const RevealConfirmedData = z.object({
  order: Id,
  placedAt: Instant,
  revealedAt: Instant,
  text: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type RevealConfirmedData = z.infer<typeof RevealConfirmedData>;

/** What a letter about a withdrawal says: of which order, when it came, and what is paid back; without it staff decide. */
export const WithdrawnData = z.object({ order: Id, placedAt: Instant, at: Instant, amount: z.optional(StoredMoney) });
export type WithdrawnData = z.infer<typeof WithdrawnData>;

/** What a letter about a reported or recalled PIN says: of which order and card, and what came of it. */
export const PinProblemData = z.object({
  order: Id,
  placedAt: Instant,
  card: Name,
  outcome: z.enum(['replaced', 'no-stock']),
});
export type PinProblemData = z.infer<typeof PinProblemData>;

/** A text under the key of the person that a letter is for (`sealForLetter`), such as a code; it is opened at sending. */
export const Sealed = z.string().check(z.regex(/^[A-Za-z0-9_-]{40,2000}$/));

/** What a code is for; each has its words in the template. */
const codeUses = ['sign-up', 'password', 'email', 'reactivation', 'erasure'] as const;

/** What a letter with a code says: what it is for, and for how many minutes it is good. */
export const CodeData = z.object({
  use: z.enum(codeUses),
  code: Sealed,
  minutes: z.int().check(z.positive()),
});
export type CodeData = z.infer<typeof CodeData>;

/** A letter that says that an address is known: nothing more is to be said. */
export const KnownData = z.object({});
export type KnownData = z.infer<typeof KnownData>;

/** What a letter about a change of an account says: when it was. */
export const AccountNoticeData = z.object({ at: Instant });
export type AccountNoticeData = z.infer<typeof AccountNoticeData>;

/** What a letter about a privacy request says: what is asked for, until when the link is good, and the token in it. */
export const PrivacyLinkData = z.object({ kind: z.enum(['export', 'erasure']), until: Instant, token: Sealed });
export type PrivacyLinkData = z.infer<typeof PrivacyLinkData>;

/** A letter whose words are one of `texts`, alike for all who get it. */
export const TextData = z.object({ words: Id });
export type TextData = z.infer<typeof TextData>;

/** What the letter says by which somebody confirms that they want marketing: until when its link is good. */
export const ConfirmData = z.object({ until: Instant });
export type ConfirmData = z.infer<typeof ConfirmData>;

/** What the one mail to a friend says: their name, who asked, and the code of the link. */
export const InvitationData = z.object({
  friend: Sealed,
  sender: Sealed,
  code: z.string().check(z.regex(/^[\w-]{1,64}$/)),
});
export type InvitationData = z.infer<typeof InvitationData>;

/** The data of each template. A schema names every field there is, so that nothing personal slips into a letter. */
export const templateData = {
  receipt: ReceiptData,
  'order-voided': OrderVoidedData,
  'payment-declined': PaymentDeclinedData,
  refunded: RefundedData,
  'reveal-confirmed': RevealConfirmedData,
  withdrawn: WithdrawnData,
  'pin-problem': PinProblemData,
  code: CodeData,
  'already-registered': KnownData,
  'address-changed': AccountNoticeData,
  deactivated: AccountNoticeData,
  'privacy-link': PrivacyLinkData,
  campaign: TextData,
  'campaign-test': TextData,
  announcement: TextData,
  'confirm-subscription': ConfirmData,
  invitation: InvitationData,
};

/** Which data of a template is sealed. What is listed here is a `Sealed` in its schema, and plain in its template. */
export const sealedFields: { readonly [T in TemplateName]?: readonly (keyof TemplateData[T] & string)[] } = {
  code: ['code'],
  'privacy-link': ['token'],
  invitation: ['friend', 'sender'],
};

export type TemplateName = keyof typeof templateData;
export type TemplateData = { [T in TemplateName]: z.infer<(typeof templateData)[T]> };

/** The id of a person, never an address: it has no `@`. */
export const PersonId = Id;
