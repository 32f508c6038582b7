import type { Answer } from '../stand-in/serve.ts';

const json = 'application/json';
const framing = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** Returns the response with which API Gateway itself refuses or fails. */
export const gatewayAnswer = (status: number, message: string): Answer => ({
  status,
  headers: { 'content-type': json },
  body: Buffer.from(JSON.stringify({ message })),
});

export const internalError = (): Answer => gatewayAnswer(500, 'Internal Server Error');

/**
 * Returns what API Gateway makes of a function's result, payload format 2.0: a result with a status code is taken as a response
 * (malformed: 500), any other is the body of a 200.
 */
export const answerOf = (result: unknown): Answer => {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const text = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': json }, body: Buffer.from(text) };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result as Record<string, unknown>;
  const status = Number(statusCode);
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const isWell = own.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  const text = body ?? '';
  if (!isWell || !Number.isInteger(status) || status < 200 || status > 599) return internalError();
  if (typeof text !== 'string' || !isStrings(cookies ?? [])) return internalError();
  const sent = Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
  // The length that a function states counts for HEAD alone, which has no body of its own.
  const headLength = Number(sent['content-length']);
  return {
    status,
    headers: {
      ...(text === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
      ...Object.fromEntries(Object.entries(sent).filter(([name]) => !framing.has(name))),
      ...(isStrings(cookies) && cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(text, isBase64Encoded === true ? 'base64' : 'utf8'),
    ...(Number.isSafeInteger(headLength) ? { headLength } : {}),
  };
};

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
