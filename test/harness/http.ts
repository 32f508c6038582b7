import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

type Sent = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  cookies?: string[];
  /** A string goes as it is, anything else as JSON. */
  body?: unknown;
  isBase64Encoded?: boolean;
};

const text = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** An HTTP API event (payload 2.0) for a route such as `PUT /cart/items/{sku}`. */
export const httpEvent = (routeKey: string, sent: Sent = {}): APIGatewayProxyEventV2 => {
  const [method = 'GET', template = '/'] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: `/api${template}`,
    rawQueryString: '',
    headers: { ...(sent.body !== undefined && { 'content-type': 'application/json' }), ...sent.headers },
    ...(sent.cookies && { cookies: sent.cookies }),
    ...(sent.path && { pathParameters: sent.path }),
    ...(sent.query && { queryStringParameters: sent.query }),
    ...(sent.body !== undefined && { body: text(sent.body) }),
    isBase64Encoded: sent.isBase64Encoded ?? false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'shop.example',
      domainPrefix: 'shop',
      http: { method, path: `/api${template}`, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'test' },
      requestId: 'gateway-request',
      routeKey,
      stage: 'api',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
    },
  };
};

export type Answered = { status: number; headers: Record<string, unknown>; cookies: string[]; body: unknown };

type LambdaHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Calls a Lambda handler made by `serve` with one event, at the beginning of its ten seconds unless told what is left; the
 * JSON body of the answer comes parsed, a page as text.
 */
export const call = async (handler: unknown, event: APIGatewayProxyEventV2, left = 10_000): Promise<Answered> => {
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => left } as Context;
  const result = await (handler as LambdaHandler)(event, context);
  const isPage = String(result.headers?.['content-type']).startsWith('text/html');
  return {
    status: result.statusCode ?? 200,
    headers: result.headers ?? {},
    cookies: result.cookies ?? [],
    body: !result.body || isPage ? result.body || undefined : (JSON.parse(result.body) as unknown),
  };
};
