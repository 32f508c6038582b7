import { Unavailable } from '../../../../functions/kit/http/problem.ts';
import { Refused } from '../../../../functions/kit/http/refused.ts';
import { call, httpEvent } from '../../../harness/http.ts';
import { notesApi } from '../../../builders/made-up-context.ts';

const failing = (error: unknown) =>
  notesApi({
    list: async () => {
      throw error;
    },
  });
const named = (name: string, more: object = {}) =>
  Object.assign(new Error('CANARY jane@example.com'), { name, ...more });

describe('a stray error', () => {
  it.each([
    ['an error', named('Error')],
    ['an AWS error about the request', named('ValidationException', { $metadata: { httpStatusCode: 400 } })],
    ['a thrown text', 'CANARY jane@example.com'],
    ['a thrown nothing', undefined],
    ['a thrown object', { refused: 'CANARY' }],
  ])('is 500 without its message: %s', async (_, error) => {
    const { send, ports } = failing(error);
    const answer = await send('GET /notes');
    expect(answer).toMatchObject({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: { type: '/problems/internal-error', instance: 'request-1' },
    });
    expect(JSON.stringify([answer, ports.logged])).not.toContain('CANARY');
  });

  it('is what an answer makes that does not fit the contract', async () => {
    const { send, ports } = notesApi({ list: async () => ({ body: { notes: 'CANARY' } as never }) });
    const answer = await send('GET /notes');
    expect(answer.status).toBe(500);
    expect(JSON.stringify([answer, ports.logged])).not.toContain('CANARY');
  });

  it('is logged with its class and its place, under the id that the problem names', async () => {
    const { send, ports } = failing(named('RangeError'));
    await send('GET /notes');
    expect(ports.logged).toEqual([
      {
        level: 'error',
        event: 'request failed',
        fields: {
          route: 'GET /notes',
          request: 'request-1',
          error: 'RangeError',
          at: expect.stringMatching(/^test\.ts:\d+:\d+$/) as unknown,
        },
      },
      { level: 'info', event: 'responded', fields: { route: 'GET /notes', request: 'request-1', status: 500 } },
    ]);
  });
});

describe('a dependency that is down', () => {
  it.each([
    ['throttles', named('ThrottlingException', { $metadata: { httpStatusCode: 400 } })],
    ['throttles a table', named('ProvisionedThroughputExceededException')],
    ['takes too long', named('TimeoutError')],
    ['is not reachable', named('Error', { code: 'ECONNREFUSED' })],
    ['hangs up', named('Error', { code: 'ECONNRESET' })],
    ['has no name', named('TypeError', { cause: named('Error', { code: 'ENOTFOUND' }) })],
    ['fails', named('AnyServerError', { $metadata: { httpStatusCode: 500 } })],
    [
      'is busy with the same item',
      named('TransactionCanceledException', { CancellationReasons: [{ Code: 'TransactionConflict' }] }),
    ],
    ['is said to be', new Unavailable('CANARY')],
  ])('is 503 with Retry-After when it %s', async (_, error) => {
    const { send, ports } = failing(error);
    const answer = await send('GET /notes');
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2' },
      body: { type: '/problems/unavailable' },
    });
    expect(JSON.stringify([answer, ports.logged])).not.toContain('CANARY');
    expect(ports.logged[0]).toMatchObject({ level: 'warn' });
  });

  it('is not a transaction that its condition refused, nor a mistake of ours', async () => {
    const refused = named('TransactionCanceledException', {
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
    for (const error of [refused, named('AccessDeniedException')])
      expect((await failing(error).send('GET /notes')).status).toBe(500);
  });
});

describe('a handler that does not come back', () => {
  /** Calls the route when Lambda has so many of its ten seconds left. */
  const list = (handle: () => Promise<never>, left: number) =>
    call(notesApi({ list: handle }).handler, httpEvent('GET /notes'), left);
  const never = () => new Promise<never>(() => undefined);

  it('is 503 with Retry-After once 4.5 seconds of its ten are over', async () => {
    expect(await list(never, 5_510)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2' },
      body: { type: '/problems/unavailable', instance: 'request-1' },
    });
  });

  it('has until then', async () => {
    const soon = () => new Promise<never>((_, reject) => setTimeout(() => reject(new Refused('not-found')), 50));
    expect((await list(soon, 10_000)).status).toBe(404);
  });

  it('may fail later without harm', async () => {
    const stray: unknown[] = [];
    const note = (error: unknown) => void stray.push(error);
    process.on('unhandledRejection', note);
    let fail: (error: Error) => void = () => undefined;
    const late = () => new Promise<never>((_, reject) => (fail = reject));
    expect((await list(late, 5_500)).status).toBe(503);
    fail(new Error('late'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(stray).toEqual([]);
  });

  it('leaves no timer behind when it does come back', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    await notesApi().send('GET /notes');
    expect(timers()).toBe(before);
  });
});
