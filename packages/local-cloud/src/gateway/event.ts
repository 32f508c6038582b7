import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Call } from '../stand-in/serve.ts';
import { account } from '../template/identity.ts';
import type { Match } from './match.ts';

/** A request as it reached the gateway; its path with the stage, percent-encoded. */
export type Request = Pick<Call, 'method' | 'path' | 'query' | 'rawHeaders' | 'sourceIp'> & { body: Buffer };

/** Where and when the request is handled. */
export type Setting = { requestId: string; at: Date; stageName: string; domainName: string };

const apiId = 'local';
const notPassedOn = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'te']);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the event that API Gateway makes of a request for Lambda, payload format 2.0. */
export const eventOf = (
  { method, path, query, rawHeaders, sourceIp, body }: Request,
  { route: { routeKey }, pathParameters }: Match,
  { requestId, at, stageName, domainName }: Setting,
): APIGatewayProxyEventV2 => {
  const pairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? '']] : [],
  );
  const cookies = pairs.flatMap(([name, value]) => (name === 'cookie' ? (value?.split(/; */) ?? []) : []));
  const headers = joined(pairs.filter(([name = '']) => name !== 'cookie' && !notPassedOn.has(name)));
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies: cookies.filter(Boolean) } : {}),
    headers: { ...headers, 'x-forwarded-for': sourceIp, 'x-forwarded-proto': 'http' },
    ...(query === '' ? {} : { queryStringParameters: joined(new URLSearchParams(query)) }),
    requestContext: {
      accountId: account,
      apiId,
      domainName,
      domainPrefix: apiId,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey,
      stage: stageName,
      time: commonLogTime(at),
      timeEpoch: at.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...bodyOf(body, headers['content-type'] ?? ''),
  };
};

/** Values by name, those of one name joined by commas. Names are of the caller's choice: none is special, `__proto__` least of all. */
const joined = (pairs: Iterable<string[]>): Record<string, string> => {
  const values = Object.create(null) as Record<string, string>;
  for (const [name = '', value = ''] of pairs) values[name] = name in values ? `${values[name]},${value}` : value;
  return values;
};

/** Text and JSON travel as they are when they are UTF-8, everything else in base64. */
const bodyOf = (body: Buffer, contentType: string): { body?: string; isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  if (/^(text\/|application\/([\w.+-]*\+)?(json|xml|javascript)\b)/i.test(contentType)) {
    try {
      return { body: utf8.decode(body), isBase64Encoded: false };
    } catch {
      // Not UTF-8 after all: base64 keeps the bytes.
    }
  }
  return { body: body.toString('base64'), isBase64Encoded: true };
};

/** Returns `12/Mar/2026:19:03:58 +0000`, the time of the common log format. */
export const commonLogTime = (at: Date): string => {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
};
