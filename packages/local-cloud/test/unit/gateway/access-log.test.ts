import { accessLine, type Access } from '../../../src/gateway/access-log.ts';

const access: Access = {
  requestId: 'r1',
  at: new Date('2026-03-12T19:03:58.999Z'),
  stageName: 'api',
  domainName: 'shop.test',
  routeKey: 'GET /cart',
  method: 'GET',
  path: '/api/cart',
  sourceIp: '127.0.0.1',
  userAgent: 'curl/8',
  status: 200,
  latency: 12,
  integrationLatency: 9,
  length: 34,
};

describe('a line of the access log', () => {
  it("has the format's text with its variables filled in", () => {
    const line = accessLine('{"id":"$context.requestId","route":"$context.routeKey","status":$context.status}');
    expect(line(access)).toBe('{"id":"r1","route":"GET /cart","status":200}');
  });

  it('takes the longest variable name', () => {
    expect(accessLine('$context.requestTimeEpoch|$context.requestTime')(access)).toBe(
      '1773342238|12/Mar/2026:19:03:58 +0000',
    );
    expect(accessLine('$context.integration.latency.')(access)).toBe('9.');
  });

  it('has a dash for what has no value', () => {
    const { integrationLatency: _none, ...refused } = access;
    expect(accessLine('$context.integrationLatency $context.error.message')(refused)).toBe('- -');
  });

  it('refuses a variable that is not known, by name', () => {
    expect(() => accessLine('$context.authorizer.claims')).toThrow(
      'the variable $context.authorizer.claims is unknown',
    );
  });
});
