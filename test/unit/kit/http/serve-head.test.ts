import { call, httpEvent } from '../../../harness/http.ts';
import { notesApi } from '../../../builders/made-up-context.ts';

describe('HEAD', () => {
  it('has the status and headers of GET and no body', async () => {
    const { send } = notesApi({
      list: async () => ({ body: { notes: [{ text: 'żółw' }] }, headers: { 'cache-control': 'public, max-age=30' } }),
    });
    const got = await send('GET /notes');
    const { body, ...head } = await send('HEAD /notes');
    const length = String(Buffer.byteLength(JSON.stringify(got.body)));
    expect(head).toEqual({ status: 200, headers: { ...got.headers, 'content-length': length }, cookies: got.cookies });
    expect(body).toBeUndefined();
  });

  it('has the status of the problem that GET would have, and no body', async () => {
    const { send } = notesApi();
    expect(await send('HEAD /notes', { query: { limit: 'x' } })).toMatchObject({
      status: 422,
      headers: { 'content-type': 'application/problem+json' },
      body: undefined,
    });
    expect(await send('HEAD /orders/{id}', { path: { id: 'order-1' } })).toMatchObject({
      status: 404,
      body: undefined,
    });
  });

  it('is there for GET routes alone', async () => {
    const { send } = notesApi();
    for (const route of ['HEAD /notes/{id}', 'HEAD /hook'])
      expect(await send(route, { path: { id: 'abc' } })).toMatchObject({ status: 404 });
  });

  it('only reads, and may so come from another site', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await notesApi().send('HEAD /notes', { headers })).status).toBe(200);
  });

  it('has no body where no route takes it either', async () => {
    const event = httpEvent('$default');
    event.requestContext.http.method = 'HEAD';
    expect(await call(notesApi().handler, event)).toMatchObject({ status: 404, body: undefined });
  });
});
