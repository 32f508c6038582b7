import { json, type Answer } from 'local-cloud/stand-in';
import { debugId } from './ids.ts';
import { issues, schemaError, wordsOf, type Body } from './specification.ts';
import type { Row } from './state.ts';

/** The response to a call and the rows that it changes; the rows are stored together with the response. */
export type Outcome = { status: number; body: Record<string, unknown>; rows?: Row[] };

/** Returns an outcome as HTTP, with the headers that PayPal gives it. */
export const responseOf = ({ status, body }: Outcome): Answer => {
  const { debug_id: id = debugId() } = body as { debug_id?: string };
  return json(status, body, { 'content-type': 'application/json;charset=UTF-8', 'paypal-debug-id': id });
};

/** Where in the request an issue was found. */
export type Place = { field?: string; value?: string | undefined };

/** Returns a refusal that says no more than its status does. */
export const refuseStatus = (status: number): Outcome => {
  const words = wordsOf(status) ?? wordsOf(status < 500 ? 400 : 500);
  const details = status < 500 ? [] : undefined;
  return { status, body: { ...words, debug_id: debugId(), details, links: [] } };
};

/** Returns a refusal for an issue by PayPal's name; one that its files do not have is described as mocked. */
export const refuse = (issue: string, place: Place = {}): Outcome => {
  const { status, description } = issues.get(issue) ?? { status: 422, description: 'Mocked by PayPal-Mock-Response.' };
  const { body } = refuseStatus(status);
  const located = place.field === undefined ? {} : { location: 'body' };
  return { status, body: { ...body, details: [{ ...place, ...located, issue, description }] } };
};

/** PayPal's issue for each keyword of a schema that a body can break; any other is wrong syntax. */
const issueOf: Record<string, string> = {
  required: 'MISSING_REQUIRED_PARAMETER',
  additionalProperties: 'NOT_SUPPORTED',
  minLength: 'INVALID_STRING_LENGTH',
  maxLength: 'INVALID_STRING_LENGTH',
  minItems: 'INVALID_ARRAY_MIN_ITEMS',
  maxItems: 'INVALID_ARRAY_MAX_ITEMS',
  enum: 'INVALID_PARAMETER_VALUE',
};

/** Returns PayPal's refusal of a body that does not fit its schema, or undefined. */
export const bodyRefusal = (schema: Body, body: unknown): Outcome | undefined => {
  const error = schemaError(schema, body);
  if (error === undefined) return undefined;
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  const name = missingProperty ?? additionalProperty;
  const field = name === undefined ? error.instancePath : `${error.instancePath}/${name}`;
  return refuse(issueOf[error.keyword] ?? 'INVALID_PARAMETER_SYNTAX', { field });
};

/** Returns a row as it is shown, or PayPal's 404 where there is none. */
export const found = <C, R>(context: C, row: R | undefined, view: (context: C, row: R) => Outcome['body']): Outcome =>
  row === undefined ? refuse('INVALID_RESOURCE_ID') : { status: 200, body: view(context, row) };
