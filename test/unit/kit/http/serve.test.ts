import { refuse } from '../../../../functions/kit/value/result.ts';
import { call, httpEvent } from '../../../harness/http.ts';
import { notesApi } from '../../../builders/made-up-context.ts';

describe('an answer of serve', () => {
  it('has the status that its contract says, is JSON, and is kept by nobody', async () => {
    const answer = await notesApi().add({ text: 'hello' });
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    });
  });

  it('tells browsers to come by TLS alone, to run and frame nothing of it, and to say nobody where they were', async () => {
    const { send, add } = notesApi({
      add: async () => refuse('notes-full'),
      order: () => Promise.reject(new Error('x')),
    });
    const answers = [await send('GET /notes'), await add({ text: 'a' }), await add('no'), await send('GET /none')];
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 400, 404]);
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
  });

  it('may be kept when the route says so', async () => {
    const { send } = notesApi({
      list: async () => ({ body: { notes: [] }, headers: { 'cache-control': 'public, max-age=30' } }),
    });
    expect((await send('GET /notes')).headers).toMatchObject({ 'cache-control': 'public, max-age=30' });
  });

  it('has declared fields only, also deep inside', async () => {
    const wide = { notes: [{ text: 'a', email: 'canary@example.com' }], owner: 'canary' };
    const { send } = notesApi({ list: async () => ({ body: wide }) });
    expect((await send('GET /notes')).body).toEqual({ notes: [{ text: 'a' }] });
  });

  it('is a problem of the catalogue when the handler refuses', async () => {
    const { add } = notesApi({ add: async () => refuse('notes-full') });
    expect(await add({ text: 'hello' })).toMatchObject({
      status: 409,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      body: {
        type: '/problems/notes-full',
        title: 'There are three notes already.',
        status: 409,
        instance: 'request-1',
      },
    });
  });

  it('is 404 for a route that the contract does not have', async () => {
    const { send } = notesApi();
    expect(await send('PATCH /notes')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect(await send('constructor')).toMatchObject({ status: 404 });
  });
});

describe('what a handler sees of a request', () => {
  it('is what the contract declares, and the route', async () => {
    const seen: unknown[] = [];
    const { add } = notesApi({
      add: async (request) => {
        seen.push(request);
        return { body: { text: '', by: '' } };
      },
    });
    const cookies = [`__Host-session=${'a'.repeat(22)}`];
    await add({ text: 'hello' }, { 'user-agent': 'canary', 'x-anything': 'canary' }, { cookies });
    expect(seen).toEqual([
      {
        path: { id: 'abc' },
        query: {},
        privacyControl: false,
        cookies: {},
        body: { text: 'hello' },
        idempotencyKey: 'k',
        isFromBrowser: false,
        visitor: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) as unknown,
        signed: undefined,
        route: 'POST /notes/{id}',
      },
    ]);
    expect(JSON.stringify(seen)).not.toContain('a'.repeat(22));
  });

  it('is the text of a body that the gateway encoded as base64', async () => {
    const body = Buffer.from(JSON.stringify({ text: 'żółw' })).toString('base64');
    const answer = await notesApi().add(body, { 'content-type': 'application/json' }, { isBase64Encoded: true });
    expect(answer).toMatchObject({ status: 201, body: { text: 'żółw' } });
  });

  it('is, of a signed message, its very bytes', async () => {
    const { send } = notesApi();
    const text = '{ "b": 1,\r\n "a": "\\u00e9é" }';
    expect((await send('POST /hook', { body: text })).body).toMatchObject({ text });
    const body = Buffer.from(text).toString('base64');
    expect((await send('POST /hook', { body, isBase64Encoded: true })).body).toMatchObject({ text });
  });

  it('never tells who is at the other end of the line', async () => {
    const { handler } = notesApi();
    const personal = ['x-forwarded-for', 'forwarded', 'via', 'cloudfront-viewer-address', 'x-real-ip'];
    const headers = { ...Object.fromEntries(personal.map((name) => [name, '203.0.113.9'])), 'paypal-auth-algo': 'x' };
    const event = httpEvent('POST /hook', { body: '{}', headers });
    const answer = await call(handler, event);
    expect((answer.body as { headers: string[] }).headers).toEqual(['content-type', 'paypal-auth-algo']);
    expect(JSON.stringify(event)).not.toMatch(/203\.0\.113\.9|198\.51\.100\.7/);
    expect(event.requestContext.http.userAgent).toBe('');
  });
});
