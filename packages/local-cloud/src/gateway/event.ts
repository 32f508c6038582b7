import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Match } from './match.ts';

/** A request as it reached the gateway. */
export type Request = {
  method: string;
  /** Path as sent, with the stage, percent-encoded. */
  path: string;
  /** Query string as sent, without the question mark. */
  query: string;
  /** Names and values in turn, as node:http has them. */
  rawHeaders: readonly string[];
  sourceIp: string;
  body: Buffer;
};

/** Where and when the request is answered. */
export type Setting = { requestId: string; at: Date; stageName: string; domainName: string };

const accountId = '000000000000';
const apiId = 'local';
const notPassedOn = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'te']);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The event that API Gateway makes of a request for Lambda, payload format 2.0. */
export const eventOf = (
  request: Request,
  { route, pathParameters }: Match,
  setting: Setting,
): APIGatewayProxyEventV2 => {
  const { headers, cookies } = headersOf(request.rawHeaders);
  const queryStringParameters = queryOf(request.query);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: { ...headers, 'x-forwarded-for': request.sourceIp, 'x-forwarded-proto': 'http' },
    ...(queryStringParameters ? { queryStringParameters } : {}),
    requestContext: {
      accountId,
      apiId,
      domainName: setting.domainName,
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: setting.requestId,
      routeKey: route.routeKey,
      stage: setting.stageName,
      time: commonLogTime(setting.at),
      timeEpoch: setting.at.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...bodyOf(request.body, headers['content-type'] ?? ''),
  };
};

/** Names of the caller's choice: none is special, `__proto__` least of all. */
const noNames = (): Record<string, string> => Object.create(null) as Record<string, string>;

const headersOf = (raw: readonly string[]): { headers: Record<string, string>; cookies: string[] } => {
  const headers = noNames();
  const cookies: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/; */).filter((cookie) => cookie !== ''));
    else if (!notPassedOn.has(name)) headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  return { headers, cookies };
};

const queryOf = (query: string): Record<string, string> | undefined => {
  if (query === '') return undefined;
  const values = noNames();
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = name in values ? `${values[name]},${value}` : value;
  }
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

/** `12/Mar/2026:19:03:58 +0000`, the time of the common log format. */
export const commonLogTime = (at: Date): string => {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
};
