import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';

type Schema = { properties?: Record<string, Schema>; enum?: string[]; [key: string]: unknown };
type Schemas = Record<string, Schema>;

const schemasOf = (file: string): Schemas => {
  const text = readFileSync(join(import.meta.dirname, '../openapi', file), 'utf8');
  return (JSON.parse(text) as { components: { schemas: Schemas } }).components.schemas;
};

/** The schemas of PayPal's OpenAPI files. */
const specifications = {
  orders: schemasOf('checkout_orders_v2.json'),
  payments: schemasOf('payments_payment_v2.json'),
  webhooks: schemasOf('notifications_webhooks_v1.json'),
  disputes: schemasOf('customer_disputes_v1.json'),
};

// Of all sources of a payment the stand-in has one; without the others the schema compiles three times as fast.
const source = specifications.orders['payment_source'] as Schema;
source.properties = { paypal: source.properties?.['paypal'] ?? {} };
source['additionalProperties'] = false;

const options = {
  strict: false,
  unicodeRegExp: false,
  validateSchema: false,
  addUsedSchema: false,
  logger: false,
} as const;
// Code is run too seldom here to pay for optimizing it.
const ajv = new Ajv({ ...options, code: { optimize: false } });
ajv.addFormat('uri', /^https?:\/\/\S+$/);
for (const [$id, schemas] of Object.entries(specifications)) ajv.addSchema({ $id, components: { schemas } });
const check = (schema: string) => ajv.compile({ $ref: schema.replace(' ', '#/components/schemas/') });

/** Checks of the bodies that PayPal's API takes, compiled before the first call, which would else be slow. */
const checks = {
  order: check('orders order_request'),
  capture: check('orders order_capture_request'),
  refund: check('payments refund_request'),
  verification: check('webhooks verify_webhook_signature'),
  evidence: check('disputes evidence'),
  resend: check('webhooks event_resend'),
};

export type Body = keyof typeof checks;

/** Returns the first error of a request's body by PayPal's schema for it, or undefined. */
export const schemaError = (body: Body, value: unknown): ErrorObject | undefined =>
  checks[body](value) ? undefined : checks[body].errors?.[0];

/** What PayPal returns besides, and its files do not name. */
const unpublished: Record<number, { name: string; message: string }> = {
  405: { name: 'METHOD_NOT_SUPPORTED', message: 'The server does not implement the requested HTTP method.' },
  413: { name: 'PAYLOAD_TOO_LARGE', message: 'The request is larger than the server is willing to process.' },
  429: { name: 'RATE_LIMIT_REACHED', message: 'Too many requests. Blocked due to rate limiting.' },
};
const repeated = 'The value of PayPal-Request-Id header has already been used.';

/** Returns PayPal's name and message for a status; undefined for one that it does not return. */
export const wordsOf = (status: number): { name: string; message: string } | undefined => {
  const { name, message } = specifications.orders[`error_${status}`]?.properties ?? {};
  const published = name?.enum?.[0] && message?.enum?.[0] && { name: name.enum[0], message: message.enum[0] };
  return published || unpublished[status];
};

/** PayPal's issues by name: the status that goes with each, and its description. */
export const issues = new Map([['DUPLICATE_REQUEST_ID', { status: 422, description: repeated }]]);

const collect = (schema: Schema, status: number): void => {
  const { issue, description } = schema.properties ?? {};
  for (const name of issue?.enum ?? []) {
    if (!issues.has(name)) issues.set(name, { status, description: description?.enum?.[0] ?? '' });
  }
  for (const part of Object.values(schema))
    if (typeof part === 'object' && part !== null) collect(part as Schema, status);
};

for (const schemas of Object.values(specifications)) {
  for (const [name, schema] of Object.entries(schemas)) {
    // Of the calls that share an issue, others describe it in other words.
    const [, status] = /^(?:orders\.capture-|captures\.refund-)?(\d{3})$/.exec(name) ?? [];
    if (status !== undefined) collect(schema, Number(status));
  }
}
