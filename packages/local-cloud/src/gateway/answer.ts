import type { Answer } from '../stand-in/index.ts';

const json = 'application/json';
const framing = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** The body with which API Gateway itself refuses or fails. */
export const gatewayAnswer = (status: number, message: string): Answer => ({
  status,
  headers: { 'content-type': json },
  body: Buffer.from(JSON.stringify({ message })),
});

export const internalError = (): Answer => gatewayAnswer(500, 'Internal Server Error');

/**
 * What API Gateway makes of a function's result, payload format 2.0: a result with a status code is taken as an answer
 * (malformed: 500), any other is the body of a 200.
 */
export const answerOf = (result: unknown): Answer => {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': json }, body: Buffer.from(body) };
  }
  const status = Number(result.statusCode);
  const sent = 'headers' in result ? result.headers : undefined;
  const headers = headersOf(sent);
  const cookies = 'cookies' in result ? result.cookies : undefined;
  const body = 'body' in result ? (result.body ?? '') : '';
  if (!Number.isInteger(status) || status < 200 || status > 599 || !headers) return internalError();
  if (typeof body !== 'string' || !isStrings(cookies ?? [])) return internalError();
  const encoded = 'isBase64Encoded' in result && result.isBase64Encoded === true;
  return {
    status,
    headers: {
      ...(body === '' || 'content-type' in headers ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
      ...headers,
      ...(isStrings(cookies) && cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body, encoded ? 'base64' : 'utf8'),
    ...headLengthOf(sent),
  };
};

/** Headers as strings by lower-case name, without those of the connection; undefined where one has another type. */
const headersOf = (given: unknown): Record<string, string> | undefined => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
    if (!framing.has(name.toLowerCase())) headers[name.toLowerCase()] = String(value);
  }
  return headers;
};

/** What the function states as the body's length: it counts for HEAD alone, which has none. */
const headLengthOf = (headers: unknown): { headLength?: number } => {
  const found = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-length');
  const headLength = Number(found?.[1]);
  return found !== undefined && Number.isSafeInteger(headLength) ? { headLength } : {};
};

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
