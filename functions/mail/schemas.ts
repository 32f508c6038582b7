import * as z from 'zod/mini';
import { StoredLineDetails, StoredMoney } from '../kit/store/schemas.ts';

const Id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
const Name = z.string().check(z.maxLength(200));
const Instant = z.iso.datetime();

/** What a receipt says: the order as it was paid. `placedAt` also dates the order's token. */
export const ReceiptData = z.object({
  order: Id,
  placedAt: Instant,
  lines: z.array(z.extend(StoredLineDetails, { name: Name })).check(z.minLength(1)),
  total: StoredMoney,
});
export type ReceiptData = z.infer<typeof ReceiptData>;

/** What a letter about a voided order says: which order, and why nothing came of it. */
export const OrderVoidedData = z.object({
  order: Id,
  placedAt: Instant,
  reason: z.enum(['out-of-stock', 'refused', 'lapsed']),
});
export type OrderVoidedData = z.infer<typeof OrderVoidedData>;

/** The data of each template. A schema names every field there is, so that nothing personal slips into a letter. */
export const templateData = { receipt: ReceiptData, 'order-voided': OrderVoidedData };

export type TemplateName = keyof typeof templateData;
export type TemplateData = { [T in TemplateName]: z.infer<(typeof templateData)[T]> };

/** The id of a person, never an address: it has no `@`. */
export const PersonId = Id;
