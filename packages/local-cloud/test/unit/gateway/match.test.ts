import fc from 'fast-check';
import { matcher } from '../../../src/gateway/match.ts';

const match = (routeKeys: string[], method: string, path: string) => {
  const found = matcher(routeKeys.map((routeKey) => ({ routeKey, functionId: routeKey, timeoutSeconds: 30 })))(
    method,
    path,
  );
  return found && [found.route.routeKey, found.pathParameters];
};

describe('a request goes to the most specific route', () => {
  const routes = [
    '$default',
    'ANY /{proxy+}',
    'GET /products',
    'GET /products/{sku}',
    'GET /products/new',
    'ANY /products/{sku}',
    'GET /a/{rest+}',
  ];
  const cases: [string, string, string, string, Record<string, string>][] = [
    ['a fixed path', 'GET', '/products', 'GET /products', {}],
    ['a fixed segment before a variable one', 'GET', '/products/new', 'GET /products/new', {}],
    ['a variable segment', 'GET', '/products/usa-10', 'GET /products/{sku}', { sku: 'usa-10' }],
    ['an exact method before ANY', 'PUT', '/products/usa-10', 'ANY /products/{sku}', { sku: 'usa-10' }],
    ['a greedy segment takes the rest', 'GET', '/a/b/c', 'GET /a/{rest+}', { rest: 'b/c' }],
    ['the widest greedy one', 'POST', '/x/y', 'ANY /{proxy+}', { proxy: 'x/y' }],
    ['percent-encoding is decoded', 'GET', '/products/a%2Fb%20%C3%A9', 'GET /products/{sku}', { sku: 'a/b é' }],
    ['$default takes what is left', 'GET', '/', '$default', {}],
  ];
  it.each(cases)('%s', (_name, method, path, routeKey, parameters) => {
    expect(match(routes, method, path)).toEqual([routeKey, parameters]);
  });
});

it.each([[['ANY /products/{sku}', 'PUT /products/{sku}']], [['PUT /products/{sku}', 'ANY /products/{sku}']]])(
  'an exact method comes before ANY, whatever their order: %j',
  (routes) => {
    expect(match(routes, 'PUT', '/products/a')).toEqual(['PUT /products/{sku}', { sku: 'a' }]);
    expect(match(routes, 'GET', '/products/a')).toEqual(['ANY /products/{sku}', { sku: 'a' }]);
  },
);

it('a path parameter may be called __proto__', () => {
  const [, parameters] = match(['GET /{__proto__}'], 'GET', '/a') ?? [];
  expect(Object.entries(parameters ?? {})).toEqual([['__proto__', 'a']]);
});

describe('a request has no route', () => {
  it.each([
    ['another method', 'POST', '/products'],
    ['HEAD, which an HTTP API does not make of GET', 'HEAD', '/products'],
    ['a slash too many', 'GET', '/products/'],
    ['a segment too many', 'GET', '/products/a/b'],
    ['other letter case', 'GET', '/Products'],
  ])('%s', (_name, method, path) => {
    expect(match(['GET /products', 'GET /products/{sku}'], method, path)).toBeUndefined();
  });
});

it('any segment that is encoded comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (sku) => {
      expect(match(['GET /products/{sku}'], 'GET', `/products/${encodeURIComponent(sku)}`)).toEqual([
        'GET /products/{sku}',
        { sku },
      ]);
    }),
  );
});

it('broken percent-encoding is an error of the request', () => {
  expect(() => match(['GET /products/{sku}'], 'GET', '/products/%zz')).toThrow(URIError);
});
