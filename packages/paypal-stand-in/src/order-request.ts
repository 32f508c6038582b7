import { z } from 'zod';
import { refuse, type Issue, type Outcome } from './refusals.ts';

const text = (max: number, min = 1) => z.string().min(min).max(max);
const money = z.object({ currency_code: text(3, 3), value: text(32) });
const address = z.looseObject({ country_code: z.string().regex(/^([A-Z]{2}|C2)$/) });
const web = z.url({ protocol: /^https?$/ });

const item = z.looseObject({
  name: text(127),
  quantity: z.string().regex(/^[1-9]\d{0,9}$/),
  unit_amount: money,
  tax: money.optional(),
});

const unit = z.object({
  reference_id: text(256).optional(),
  amount: money.extend({ breakdown: z.record(z.string(), money).optional() }),
  payee: z.object({ email_address: text(254, 3).optional(), merchant_id: text(13, 13).optional() }).optional(),
  description: text(127).optional(),
  custom_id: text(127).optional(),
  invoice_id: text(127).optional(),
  soft_descriptor: text(22).optional(),
  items: z.array(item).optional(),
  shipping: z.object({ name: z.looseObject({}).optional(), address: address.optional() }).optional(),
});

const context = z.object({
  brand_name: text(127).optional(),
  return_url: web.optional(),
  cancel_url: web.optional(),
  shipping_preference: z.enum(['GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS']).optional(),
});

const order = z.object({
  intent: z.enum(['CAPTURE', 'AUTHORIZE']),
  purchase_units: z.array(unit).min(1).max(10),
  payment_source: z.strictObject({ paypal: z.looseObject({ experience_context: context.optional() }) }).optional(),
  application_context: context.optional(),
});

export type OrderRequest = z.infer<typeof order>;
export type UnitRequest = z.infer<typeof unit>;

const refund = z.object({
  amount: money.optional(),
  custom_id: text(127).optional(),
  invoice_id: text(127).optional(),
  note_to_payer: text(255).optional(),
});

export type RefundRequest = z.infer<typeof refund>;

/** The body of a create call, or PayPal's refusal of it. */
export const parseOrder = (body: unknown): { ok: true; value: OrderRequest } | { ok: false; refusal: Outcome } => {
  return parse(order, body);
};

/** The body of a refund call, or PayPal's refusal of it; no body is a full refund. */
export const parseRefund = (body: unknown): { ok: true; value: RefundRequest } | { ok: false; refusal: Outcome } => {
  return parse(refund, body ?? {});
};

const parse = <T>(schema: z.ZodType<T>, body: unknown): { ok: true; value: T } | { ok: false; refusal: Outcome } => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return { ok: false, refusal: refuse('MALFORMED_REQUEST_JSON') };
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path;
  return { ok: false, refusal: refuse(named(issue, body), { field: `/${path.join('/')}` }) };
};

/** PayPal's word for what zod found. */
const named = (issue: z.core.$ZodIssue, body: unknown): Issue => {
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], body);
  if (issue.code === 'unrecognized_keys') return 'NOT_SUPPORTED';
  if (value === undefined) return 'MISSING_REQUIRED_PARAMETER';
  if (issue.code === 'too_small') return issue.origin === 'array' ? 'INVALID_ARRAY_MIN_ITEMS' : 'INVALID_STRING_LENGTH';
  if (issue.code === 'too_big') return issue.origin === 'array' ? 'INVALID_ARRAY_MAX_ITEMS' : 'INVALID_STRING_LENGTH';
  return issue.code === 'invalid_value' ? 'INVALID_PARAMETER_VALUE' : 'INVALID_PARAMETER_SYNTAX';
};
