import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemBody, type FieldError, type ProblemSpec } from './problem.ts';

/** A response is data: a browser that takes it for a page runs, loads and frames nothing of it. */
const always = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Returns a JSON response; nothing is cached unless the route says so. */
export const json = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', ...always, ...headers },
  body: JSON.stringify(body),
});

/** Returns a page of HTML that loads nothing and sends its forms to the shop alone. */
export const htmlPage = (
  status: number,
  page: string,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...always,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    vary: 'accept',
    ...headers,
  },
  body: page,
});

/** Returns the response to HEAD: status and headers of GET, with the length of its body and without it. */
export const headOf = ({ body = '', headers, ...rest }: APIGatewayProxyStructuredResultV2) => ({
  ...rest,
  headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
});

/** Returns a problem+json response (RFC 9457); 503 carries Retry-After in seconds. */
export const problem = (
  slug: string,
  spec: ProblemSpec,
  instance: string,
  errors?: readonly FieldError[],
  { headers = {}, said = {} }: { headers?: Record<string, string>; said?: Readonly<Record<string, string>> } = {},
): APIGatewayProxyStructuredResultV2 =>
  json(spec.status, problemBody(slug, spec, instance, errors, said), {
    ...headers,
    'content-type': 'application/problem+json',
    ...(spec.status === 503 && { 'retry-after': '2' }),
    ...(spec.status === 401 && { 'www-authenticate': 'Bearer' }),
  });
