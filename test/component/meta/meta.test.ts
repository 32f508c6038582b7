import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { serve } from '../../../functions/kit/http/serve.ts';
import { meta } from '../../../functions/meta/contract.ts';
import { routes } from '../../../functions/meta/routes.ts';
import { localAccess } from '../../harness/dynamodb.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';

const handler = serve(meta, routes, testPorts({ dynamo: new DynamoDBClient(localAccess) }));
const missed = (method: string, path: string) => {
  const event = httpEvent('$default');
  event.rawPath = `/api${path}`;
  event.requestContext.http.method = method;
  return call(handler, event);
};

describe('the routes about the system itself', () => {
  // promise: P27
  it('answer without a cookie and set none', async () => {
    const health = await call(handler, httpEvent('GET /health'));
    expect(health).toMatchObject({ status: 200, body: { status: 'ok', version: '0.0.0-test' }, cookies: [] });
  });

  it('serve the contract that is committed', async () => {
    const { body } = await call(handler, httpEvent('GET /openapi.json'));
    expect(body).toEqual(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
  });

  it('show the policy whose hash orders have', async () => {
    const { body } = await call(handler, httpEvent('GET /policy'));
    const { text, hash } = body as { text: string; hash: string };
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  });

  it.each([
    ['POST', '/health', 'GET, HEAD'],
    ['PATCH', '/cart/items/CARD-A', 'PUT, DELETE'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
  ])('say of %s %s that the method is wrong, and which are right', async (method, path, allow) => {
    const answer = await missed(method, path);
    expect(answer).toMatchObject({ status: 405, body: { type: '/problems/method-not-allowed' } });
    expect(answer.headers).toMatchObject({ allow });
  });

  it.each(['/none', '/health/more', '/openapixjson', '/cart/items/a/b'])(
    'say of %s that there is nothing',
    async (path) => {
      expect(await missed('GET', path)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    },
  );
});
