import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { context } from '../../../../functions/kit/contract/contract.ts';
import { maxBodyBytes } from '../../../../functions/kit/contract/route.ts';
import { serve } from '../../../../functions/kit/http/serve.ts';
import { notesApi, placesOf } from '../../../builders/made-up-context.ts';
import { localAccess } from '../../../harness/dynamodb.ts';
import { call, httpEvent } from '../../../harness/http.ts';
import { testPorts } from '../../../harness/ports.ts';

const json = { 'content-type': 'application/json' };
const type = (answer: { body: unknown }): string => (answer.body as { type: string }).type;

describe('a body', () => {
  const { add, send } = notesApi();

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    'text/json, x',
  ])('of the media type %s is 415', async (mediaType) => {
    const answer = await add('{"text":"a"}', { 'content-type': mediaType });
    expect(answer).toMatchObject({ status: 415, body: { type: '/problems/unsupported-media-type' } });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json'])(
    'of the media type %s is read',
    async (mediaType) => {
      expect((await add('{"text":"a"}', { 'content-type': mediaType })).status).toBe(201);
    },
  );

  it.each(['', '{', '{"text":"a"} x', "{'text':1}", 'undefined', '{"text":"a",}', '\u0000'])(
    'that is not JSON is 400: %j',
    async (body) => {
      expect(await add(body, json)).toMatchObject({ status: 400, body: { type: '/problems/malformed-json' } });
    },
  );

  it('that is missing is 400', async () => {
    expect((await send('POST /notes/{id}', { path: { id: 'abc' }, headers: { 'idempotency-key': 'k' } })).status).toBe(
      400,
    );
  });

  it('that is not UTF-8 is 400', async () => {
    const body = Buffer.from([...Buffer.from('{"text":"'), 0xff, 0xfe, ...Buffer.from('"}')]).toString('base64');
    expect((await add(body, json, { isBase64Encoded: true })).status).toBe(400);
  });

  it('is read up to 64 KiB in bytes, and is 413 with one byte more', async () => {
    const sized = (bytes: number, filler: string) => {
      const rest = Math.floor((bytes - '{"text":""}'.length) / Buffer.byteLength(filler));
      const body = `{"text":"${filler.repeat(rest)}"}`;
      return body + ' '.repeat(bytes - Buffer.byteLength(body));
    };
    for (const filler of ['x', 'é']) {
      expect((await add(sized(maxBodyBytes, filler), json)).status).toBe(422);
      expect(await add(sized(maxBodyBytes + 1, filler), json)).toMatchObject({
        status: 413,
        body: { type: '/problems/body-too-large' },
      });
    }
  });

  it('of more than 64 KiB is 413 also where none is read', async () => {
    expect((await send('DELETE /notes', { body: ' '.repeat(maxBodyBytes + 1) })).status).toBe(413);
  });
});

describe('a field', () => {
  const { add, send } = notesApi();

  it('that is wrong is named by its place, and what was sent is not said', async () => {
    const answer = await add({ text: 'CANARY-CANARY', tags: ['ok', 17] });
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', status: 422 } });
    expect(placesOf(answer)).toEqual(['/body/text', '/body/tags/1']);
    expect(JSON.stringify(answer)).not.toContain('CANARY');
  });

  it.each(['canary', '__proto__', 'constructor', 'toString', ''])(
    'that is not known (%j) is 422 and not echoed',
    async (name) => {
      const answer = await add(`{"text":"a",${JSON.stringify(name)}:{"canary":1}}`, json);
      expect(answer.status).toBe(422);
      expect(placesOf(answer)).toEqual(['/body']);
      expect(JSON.stringify(answer.body)).not.toMatch(/canary|__proto__|toString/);
    },
  );

  it('of a query that is wrong is 422', async () => {
    const answer = await send('GET /notes', { query: { limit: 'CANARY', utm_source: 'mail' } });
    expect([answer.status, placesOf(answer)]).toEqual([422, ['/query/limit']]);
    expect(JSON.stringify(answer)).not.toContain('CANARY');
  });

  it.each(['utm_source', 'fbclid', '__proto__', 'constructor', ''])(
    'of a query that is not known (%j) is ignored: no handler sees it and no log has it',
    async (name) => {
      const seen: unknown[] = [];
      const { send: sent, ports } = notesApi({
        list: async ({ query }) => {
          seen.push(query);
          return { body: { notes: [] } };
        },
      });
      const query = Object.fromEntries([
        ['limit', '3'],
        [name, 'CANARY'],
      ]);
      expect((await sent('GET /notes', { query })).status).toBe(200);
      expect((await sent('DELETE /notes', { query })).status).toBe(200);
      expect(seen).toEqual([{ limit: '3' }]);
      expect(JSON.stringify(ports.logged)).not.toMatch(/CANARY|utm_source|fbclid/);
    },
  );

  it('of a path that is wrong is 422', async () => {
    expect(placesOf(await add({ text: 'a' }, {}, { path: { id: '../x' } }))).toEqual(['/path/id']);
  });

  it('is never a reason for a 5xx, whatever the body', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((text) => `{"text":${text}}`),
        ),
        async (body) => {
          expect((await add(body, json)).status).toBeLessThan(500);
        },
      ),
    );
    for (const deep of ['['.repeat(60_000), '{"text":'.repeat(7_000), `${'['.repeat(30_000)}${']'.repeat(30_000)}`])
      expect((await add(deep, json)).status).toBeLessThan(500);
  });

  it('is named at most twenty times', async () => {
    expect(placesOf(await add({ text: 'a', tags: Array(500).fill(1) }))).toHaveLength(20);
  });
});

describe('an Idempotency-Key', () => {
  const { add, send } = notesApi();

  it('must come where it is required', async () => {
    const answer = await send('POST /notes/{id}', { path: { id: 'abc' }, body: { text: 'a' } });
    expect([answer.status, type(answer)]).toEqual([400, '/problems/idempotency-key-required']);
  });

  it.each(['', 'x'.repeat(65), 'ключ', 'a\tb', 'a\u0000', 'é'])('of another form is 400: %j', async (key) => {
    const answer = await add({ text: 'a' }, { 'idempotency-key': key });
    expect([answer.status, type(answer)]).toEqual([400, '/problems/invalid-idempotency-key']);
  });

  it('may have any printable ASCII characters, 1 to 64 of them', async () => {
    const key = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 64,
    });
    await fc.assert(
      fc.asyncProperty(key, async (value) => {
        expect((await add({ text: 'a' }, { 'idempotency-key': value })).status).toBe(201);
      }),
    );
  });
});

describe('a route that takes a text', () => {
  const lists = context('lists', {
    routes: {
      load: {
        at: 'POST /lists',
        auth: 'public',
        summary: 'Load',
        media: 'text/csv',
        body: z.string().check(z.minLength(1)),
        returns: z.object({ text: z.string() }),
        uses: [],
      },
    },
  });
  const handler = serve(
    lists,
    { load: async ({ body }) => ({ body: { text: body } }) },
    testPorts({ dynamo: new DynamoDBClient(localAccess) }),
  );
  const load = (body: string, contentType = 'text/csv') =>
    call(handler, httpEvent('POST /lists', { body, headers: { 'content-type': contentType } }));

  it.each(['text/csv', 'Text/CSV; charset=utf-8'])('hands it on as it came, as %s', async (contentType) => {
    expect(await load('a,b\r\n"1",{}', contentType)).toMatchObject({ status: 200, body: { text: 'a,b\r\n"1",{}' } });
  });

  it('refuses JSON, an empty text, and what is not UTF-8', async () => {
    expect((await load('{}', 'application/json')).status).toBe(415);
    expect((await load('')).status).toBe(422);
    const event = httpEvent('POST /lists', { body: Buffer.of(0xff, 0xfe).toString('base64'), isBase64Encoded: true });
    event.headers['content-type'] = 'text/csv';
    expect(await call(handler, event)).toMatchObject({
      status: 422,
      body: { errors: [{ at: '/body', is: 'not a text in UTF-8' }] },
    });
  });
});
