import { accessLine, type Access } from '../../../src/gateway/access-log.ts';

const access: Access = {
  requestId: 'r1',
  routeKey: 'GET /cart',
  httpMethod: 'GET',
  status: 200,
  responseLatency: 12,
  responseLength: 34,
};

describe('a line of the access log', () => {
  it("has the format's text with its variables filled in", () => {
    const line = accessLine('{"id":"$context.requestId","route":"$context.routeKey","status":$context.status}');
    expect(line(access)).toBe('{"id":"r1","route":"GET /cart","status":200}');
  });

  it('takes the longest variable name', () => {
    expect(accessLine('$context.responseLatency|$context.responseLength.')(access)).toBe('12|34.');
  });

  it('refuses a variable that is not known, by name', () => {
    expect(() => accessLine('$context.identity.sourceIp')).toThrow(
      'the variable $context.identity.sourceIp is unknown',
    );
  });
});
