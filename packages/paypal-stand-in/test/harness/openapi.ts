import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

type Json = Record<string, unknown>;

const files = {
  orders: 'checkout_orders_v2.json',
  payments: 'payments_payment_v2.json',
  vault: 'vault_payment_tokens_v3.json',
  webhooks: 'notifications_webhooks_v1.json',
  disputes: 'customer_disputes_v1.json',
};

export type Api = keyof typeof files;

const converted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Json;
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : value;
};

const specifications = Object.fromEntries(
  Object.entries(files).map(([api, file]) => {
    const text = readFileSync(join(import.meta.dirname, '../../openapi', file), 'utf8');
    return [api, JSON.parse(text, (_key, value: unknown) => converted(value)) as Json];
  }),
) as Record<Api, Json>;

// Patterns are written for engines without the u flag; formats are PayPal's own names.
const ajv = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true });
for (const [api, specification] of Object.entries(specifications)) ajv.addSchema({ ...specification, $id: api });

/** What is wrong with an answer by PayPal's specification: schema errors, and fields that the schema does not know. */
export const faultsOf = (api: Api, operation: string, status: number, answer: unknown): string[] => {
  const [method = '', path = ''] = operation.split(' ');
  const at = `/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}`;
  const declared = pointed(api, at) === undefined ? at.replace(/\d+$/, 'default') : at;
  const response = pointed(api, declared);
  if (response === undefined) return [`${operation} has no answer ${status}`];
  const schema = (response['content'] as { 'application/json': { schema: Json } })['application/json'].schema;
  return faultsBySchema(api, schema, answer);
};

/** The same for a schema by its name under components. */
export const faultsOfSchema = (api: Api, name: string, value: unknown): string[] => {
  return faultsBySchema(api, { $ref: `#/components/schemas/${name}` }, value);
};

const faultsBySchema = (api: Api, schema: Json, value: unknown): string[] => {
  const check = ajv.compile(absolute(api, schema) as Json);
  const errors = check(value) ? [] : (check.errors ?? []);
  return [...errors.map((error) => `${error.instancePath} ${error.message}`), ...unknown(api, schema, value, '')];
};

const absolute = (api: Api, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => absolute(api, item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [key, `${api}${item}`] : [key, absolute(api, item)],
  );
  return Object.fromEntries(entries) as Json;
};

const pointed = (api: Api, pointer: string): Json | undefined => {
  const keys = pointer.split('/').slice(1);
  const found = keys.reduce<unknown>(
    (at, key) => (at as Json | undefined)?.[key.replaceAll('~1', '/')],
    specifications[api],
  ) as Json | undefined;
  return typeof found?.['$ref'] === 'string' ? pointed(api, found['$ref'].slice(1)) : found;
};

/** The schemas that say something about a value, through references and compositions. */
const parts = (api: Api, schema: Json): Json[] => {
  const referred = typeof schema['$ref'] === 'string' ? pointed(api, schema['$ref'].slice(1)) : undefined;
  const composed = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (schema[key] as Json[] | undefined) ?? []);
  return [schema, ...[...(referred ? [referred] : []), ...composed].flatMap((part) => parts(api, part))];
};

const unknown = (api: Api, schema: Json, value: unknown, at: string): string[] => {
  const all = parts(api, schema);
  if (Array.isArray(value)) {
    const items = { anyOf: all.flatMap((part) => (part['items'] as Json | undefined) ?? []) };
    return value.flatMap((item, index) => unknown(api, items, item, `${at}/${index}`));
  }
  if (typeof value !== 'object' || value === null || all.some((part) => part['additionalProperties'] === true))
    return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const known = all.flatMap((part) => (part['properties'] as Record<string, Json> | undefined)?.[key] ?? []);
    return known.length === 0 ? [`${at}/${key} is unknown`] : unknown(api, { anyOf: known }, item, `${at}/${key}`);
  });
};
