import { commonLogTime, eventOf, type Request } from '../../../src/gateway/event.ts';

const at = new Date('2026-03-12T19:03:58.123Z');
const match = {
  route: { routeKey: 'PUT /cart/items/{sku}', functionId: 'Cart', timeoutSeconds: 30 },
  pathParameters: { sku: 'usa-10' },
};
const request: Request = {
  method: 'PUT',
  path: '/api/cart/items/usa-10',
  query: '',
  rawHeaders: ['Host', 'shop.test', 'User-Agent', 'curl/8'],
  sourceIp: '127.0.0.1',
  body: Buffer.alloc(0),
};
const event = (changes: Partial<Request> = {}) =>
  eventOf({ ...request, ...changes }, match, { requestId: 'r1', at, stageName: 'api', domainName: 'shop.test' });

describe('a request as the event of payload format 2.0', () => {
  it('has the route, the path with its stage, and where it came from', () => {
    expect(event()).toEqual({
      version: '2.0',
      routeKey: 'PUT /cart/items/{sku}',
      rawPath: '/api/cart/items/usa-10',
      rawQueryString: '',
      headers: {
        host: 'shop.test',
        'user-agent': 'curl/8',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: 'shop.test',
        domainPrefix: 'local',
        http: {
          method: 'PUT',
          path: '/api/cart/items/usa-10',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'curl/8',
        },
        requestId: 'r1',
        routeKey: 'PUT /cart/items/{sku}',
        stage: 'api',
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: at.getTime(),
      },
      pathParameters: { sku: 'usa-10' },
      isBase64Encoded: false,
    });
  });

  it('has header names in lower case and repeated ones joined by a comma', () => {
    const { headers } = event({ rawHeaders: ['X-One', 'a', 'x-one', 'b', 'X-Two', 'c', 'Connection', 'keep-alive'] });
    expect(headers).toMatchObject({ 'x-one': 'a,b', 'x-two': 'c' });
    expect(headers).not.toHaveProperty('connection');
  });

  it('has cookies in a list and not among the headers', () => {
    const { headers, cookies } = event({ rawHeaders: ['Cookie', 'a=1; b=2', 'cookie', 'c=3'] });
    expect(cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(headers).not.toHaveProperty('cookie');
    expect(event()).not.toHaveProperty('cookies');
  });

  it('has query parameters decoded, repeated ones joined by a comma, beside the raw string', () => {
    const { rawQueryString, queryStringParameters } = event({ query: 'a=1&a=%C3%A9+x&b=' });
    expect(rawQueryString).toBe('a=1&a=%C3%A9+x&b=');
    expect(queryStringParameters).toEqual({ a: '1,é x', b: '' });
  });

  it('keeps names that mean something to objects as any other, in the query and among the headers', () => {
    const made = event({
      query: '__proto__=1&constructor=2&toString=3&__proto__=4',
      rawHeaders: ['__proto__', '5', 'ToString', '6'],
    });
    const { queryStringParameters, headers } = JSON.parse(JSON.stringify(made)) as typeof made;
    expect(Object.entries(queryStringParameters ?? {})).toEqual([
      ['__proto__', '1,4'],
      ['constructor', '2'],
      ['toString', '3'],
    ]);
    expect(Object.entries(headers)).toEqual(
      expect.arrayContaining([
        ['__proto__', '5'],
        ['tostring', '6'],
      ]),
    );
  });

  const json = ['Content-Type', 'application/json; charset=utf-8'];
  const bodies: [string, string[], Buffer, string, boolean][] = [
    ['JSON as it is', json, Buffer.from('{ "a": 1.0 }'), '{ "a": 1.0 }', false],
    ['a byte order mark too', json, Buffer.from('\ufeff{}'), '\ufeff{}', false],
    ['text as it is', ['content-type', 'text/csv'], Buffer.from('é;1'), 'é;1', false],
    ['JSON of a named kind as it is', ['content-type', 'application/problem+json'], Buffer.from('{}'), '{}', false],
    ['JSON that is not UTF-8 in base64', json, Buffer.from([0x22, 0xff, 0x22]), 'Iv8i', true],
    ['a form in base64', ['content-type', 'application/x-www-form-urlencoded'], Buffer.from('a=1'), 'YT0x', true],
    ['bytes of no stated kind in base64', [], Buffer.from('a'), 'YQ==', true],
  ];
  it.each(bodies)('carries %s', (_name, rawHeaders, body, text, isBase64Encoded) => {
    expect(event({ rawHeaders, body })).toMatchObject({ body: text, isBase64Encoded });
  });
});

it.each([
  ['2026-01-02T03:04:05Z', '02/Jan/2026:03:04:05 +0000'],
  ['2026-12-31T23:59:59Z', '31/Dec/2026:23:59:59 +0000'],
])('%s is %s in the common log format', (iso, text) => expect(commonLogTime(new Date(iso))).toBe(text));
