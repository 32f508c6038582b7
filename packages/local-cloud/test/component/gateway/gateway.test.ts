import { connect } from 'node:net';
import { startGateway, type Gateway } from '../../../src/gateway/gateway.ts';
import { FunctionError } from '../../../src/lambda/function-error.ts';
import type { Invoke } from '../../../src/template/cloud.ts';

let gateway: Gateway;
let invoke: Invoke;
const access: string[] = [];

beforeAll(async () => {
  const route = (routeKey: string, timeoutSeconds = 30) => ({ routeKey, functionId: routeKey, timeoutSeconds });
  gateway = await startGateway({
    port: 0,
    cloud: {
      stageName: 'api',
      routes: [route('GET /cart'), route('HEAD /cart'), route('PUT /cart/items/{sku}'), route('GET /slow', 0.05)],
      accessLogFormat: '$context.routeKey $context.status $context.responseLength',
    },
    invoke: (id, payload) => invoke(id, payload),
    page: (method, path) => ({ status: 200, headers: {}, body: Buffer.from(`page ${method} ${path}`) }),
    writeAccess: (line) => access.push(line),
  });
});
beforeEach(() => {
  access.length = 0;
  invoke = async (_id, payload) => payload;
});
afterAll(() => gateway.close());

const ask = (path: string, init: RequestInit = {}) => fetch(gateway.url + path, init);
const message = (text: string) => ({ message: text });

describe('the gateway', () => {
  it('hands a request to the function of its route and sends what it says', async () => {
    invoke = async (_id, payload) => {
      const { pathParameters, body } = payload as { pathParameters: object; body: string };
      const headers = { 'content-type': 'application/json', etag: '"1"' };
      return {
        statusCode: 201,
        headers,
        cookies: ['a=1; Path=/', 'b=2'],
        body: JSON.stringify({ pathParameters, body }),
      };
    };
    const headers = { 'content-type': 'application/json' };
    const answer = await ask('/api/cart/items/usa%2F10', { method: 'PUT', headers, body: '{"quantity":1}' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(answer.headers.get('apigw-requestid')).toMatch(/./);
    expect(await answer.json()).toEqual({ pathParameters: { sku: 'usa/10' }, body: '{"quantity":1}' });
  });

  it('strips the stage for the route and keeps it in the path', async () => {
    expect(await (await ask('/api/cart?a=1')).json()).toMatchObject({
      rawPath: '/api/cart',
      routeKey: 'GET /cart',
      rawQueryString: 'a=1',
    });
  });

  it.each([
    ['an unknown route', 'GET', '/api/nothing', 404, 'Not Found'],
    ['the stage alone', 'GET', '/api', 404, 'Not Found'],
    ['another method', 'DELETE', '/api/cart', 404, 'Not Found'],
    ['broken percent-encoding', 'PUT', '/api/cart/items/%zz', 400, 'Bad Request'],
  ])('refuses %s', async (_name, method, path, status, text) => {
    const answer = await ask(path, { method });
    expect([answer.status, await answer.json()]).toEqual([status, message(text)]);
  });

  it('sends 500 for a function that fails, and tells nothing of it', async () => {
    invoke = async () => Promise.reject(new FunctionError({ errorType: 'TypeError', errorMessage: 'private' }));
    const answer = await ask('/api/cart');
    expect([answer.status, await answer.json()]).toEqual([500, message('Internal Server Error')]);
  });

  it('sends 500 for headers that cannot be sent', async () => {
    invoke = async () => ({ statusCode: 200, headers: { 'x-bad': 'a\nb' } });
    expect((await ask('/api/cart')).status).toBe(500);
  });

  it('sends 503 when the function takes longer than the integration waits', async () => {
    invoke = async () => new Promise(() => undefined);
    const answer = await ask('/api/slow');
    expect([answer.status, await answer.json()]).toEqual([503, message('Service Unavailable')]);
  });

  it('takes a body of ten megabytes and refuses one byte more', async () => {
    invoke = async (_id, payload) => ({ length: (payload as { body: string }).body.length });
    const put = (bytes: number) =>
      ask('/api/cart/items/a', { method: 'PUT', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(bytes) });
    expect(await (await put(10_485_760)).json()).toEqual({ length: 10_485_760 });
    expect((await put(10_485_761)).status).toBe(413);
  });

  it('refuses a body without a stated length once it is over ten megabytes', async () => {
    const chunk = new Uint8Array(1 << 20);
    let sent = 0;
    const body = new ReadableStream({ pull: (stream) => (++sent > 12 ? stream.close() : stream.enqueue(chunk)) });
    const answer = await ask('/api/cart/items/a', { method: 'PUT', body, duplex: 'half' });
    expect(answer.status).toBe(413);
  });

  it('refuses headers over ten kilobytes', async () => {
    expect((await ask('/api/cart', { headers: { 'x-long': 'a'.repeat(10_300) } })).status).toBe(431);
  });

  it('writes one line of the access log for each request to the API', async () => {
    invoke = async () => ({ statusCode: 200, body: 'four' });
    await ask('/api/cart');
    await ask('/api/nothing');
    await ask('/');
    while (access.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(access).toEqual(['GET /cart 200 4', '- 404 23']);
  });

  it('serves HEAD where the template has a route for it, with the length that the function tells and without a body', async () => {
    invoke = async (id) => ({ statusCode: 200, headers: { 'content-length': '17', 'x-id': id }, body: '' });
    const answer = await ask('/api/cart', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '17', '']);
    expect(answer.headers.get('x-id')).toBe('HEAD /cart');
    expect((await ask('/api/slow', { method: 'HEAD' })).status).toBe(404);
  });

  it('counts the length of a body itself, whatever the function tells', async () => {
    invoke = async () => ({ statusCode: 200, headers: { 'content-length': '17' }, body: 'four' });
    const answer = await ask('/api/cart');
    expect([answer.headers.get('content-length'), await answer.text()]).toEqual(['4', 'four']);
  });

  it('leaves everything outside the stage to the pages', async () => {
    expect(await (await ask('/orders/1?token=x')).text()).toBe('page GET /orders/1');
    expect(await (await ask('/apiary')).text()).toBe('page GET /apiary');
  });

  it('serves requests of one connection in turn', async () => {
    invoke = async () => 'ok';
    const socket = connect(gateway.port, '127.0.0.1');
    const request = 'GET /api/cart HTTP/1.1\r\nHost: a\r\n\r\n';
    socket.write(request + request);
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if ((text.match(/200 OK/g) ?? []).length === 2) break;
    }
    expect(text).toContain('application/json');
  });

  it.each([
    ['nothing', ''],
    ['half a head', 'GET /api/cart HTTP/1.1\r\nHost: a\r\n'],
    ['half a body', 'PUT /api/cart/items/a HTTP/1.1\r\nHost: a\r\ncontent-length: 9\r\n\r\n{'],
  ])('ends a connection that sends %s and then no more', async (_what, sent) => {
    const cloud = { stageName: 'api', routes: [{ routeKey: '$default', functionId: 'a', timeoutSeconds: 30 }] };
    const page = () => ({ status: 200, headers: {}, body: Buffer.alloc(0) });
    const impatient = { port: 0, cloud, invoke, page, writeAccess: () => undefined, longestRequestMs: 50 };
    const other = await startGateway(impatient);
    const socket = connect(other.port, '127.0.0.1')
      .resume()
      .on('error', () => undefined);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write(sent);
    await ended;
    expect(socket.destroyed).toBe(true);
    await other.close();
  });

  it('says in one sentence that its port is in use', async () => {
    const cloud = { stageName: 'api', routes: [] };
    const page = () => ({ status: 200, headers: {}, body: Buffer.alloc(0) });
    const second = startGateway({ port: gateway.port, cloud, invoke, page, writeAccess: () => undefined });
    await expect(second).rejects.toThrow(`Port ${gateway.port} is in use`);
  });
});
