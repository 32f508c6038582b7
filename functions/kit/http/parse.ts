import * as z from 'zod/mini';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { idempotencyKeyForm, maxBodyBytes, type RouteSpec, type Schema } from '../contract/route.ts';
import { fieldsOf } from './form.ts';
import type { FieldError } from './problem.ts';
import { Refused } from './refused.ts';

const says: Record<string, string> = {
  invalid_type: 'missing or of the wrong type',
  unrecognized_keys: 'has a field that is not known here',
  too_big: 'too large',
  too_small: 'too small',
  invalid_format: 'not of the expected form',
  invalid_value: 'not one of the allowed values',
};

const fieldErrors = (part: string, issues: readonly z.core.$ZodIssue[]): FieldError[] =>
  issues.slice(0, 20).map(({ code, path }) => ({
    at: ['', part, ...path.map(String)].join('/'),
    is: says[code] ?? 'not valid',
  }));

const check = (part: string, schema: Schema | undefined, value: unknown): unknown => {
  if (!schema) return undefined;
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new Refused<'validate'>('invalid-request', fieldErrors(part, parsed.error.issues));
  return parsed.data;
};

const mediaTypes = {
  json: /^application\/([\w.-]+\+)?json\s*(;|$)/i,
  'text/csv': /^text\/csv\s*(;|$)/i,
  // Whatever a mail program calls its form; JSON would be misread.
  form: /^(?!application\/([\w.-]+\+)?json)/i,
};
const textOf = (bytes: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** Reads a JSON body, or what a route declares to come in its place: a text, a form. Refuses other media types, and what is not UTF-8. */
const readBody = (bytes: Buffer, contentType: string | undefined, media: RouteSpec['media']): unknown => {
  if (contentType !== undefined && !mediaTypes[media ?? 'json'].test(contentType))
    throw new Refused<'validate'>('unsupported-media-type');
  if (media === 'form') return fieldsOf(bytes, contentType);
  try {
    return media ? textOf(bytes) : (JSON.parse(textOf(bytes)) as unknown);
  } catch {
    if (media) throw new Refused<'validate'>('invalid-request', [{ at: '/body', is: 'not a text in UTF-8' }]);
    throw new Refused<'validate'>('malformed-json');
  }
};

const noQuery = z.object({});
const declaredOnly = (schema: RouteSpec['query'], sent: Record<string, string | undefined> = {}): object =>
  Object.fromEntries(Object.entries(sent).filter(([name]) => Object.hasOwn(schema?._zod.def.shape ?? {}, name)));

const idempotencyKey = (event: APIGatewayProxyEventV2, route: RouteSpec): string | undefined => {
  const key = event.headers['idempotency-key'];
  if (key === undefined && route.idempotencyKey) throw new Refused<'validate'>('idempotency-key-required');
  if (key !== undefined && !idempotencyKeyForm.test(key)) throw new Refused<'validate'>('invalid-idempotency-key');
  return key;
};

/**
 * Returns the declared parts of a request, parsed; throws Refused otherwise. Unknown fields of a body are refused
 * (promise P4), and so is a body over 64 KiB, read or not. Unknown parameters of a query are left out, because links
 * get some on their way.
 */
export const parseRequest = (route: RouteSpec, event: APIGatewayProxyEventV2, bytes: Buffer) => {
  if (bytes.length > maxBodyBytes) throw new Refused<'validate'>('body-too-large');
  return {
    idempotencyKey: idempotencyKey(event, route),
    path: check('path', route.path, event.pathParameters ?? {}),
    query: check('query', route.query ?? noQuery, declaredOnly(route.query, event.queryStringParameters)),
    body: route.body && check('body', route.body, readBody(bytes, event.headers['content-type'], route.media)),
  };
};
