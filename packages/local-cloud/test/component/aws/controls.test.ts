import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Controls } from '../../../src/aws/controls.ts';
import { newAccess } from '../../../src/aws/access.ts';
import { startAws, type RunningAws } from '../../../src/aws/server.ts';
import { startClock } from '../../../src/clock.ts';
import { FunctionError } from '../../../src/lambda/function-error.ts';

let dir: string;
let aws: RunningAws;
let idle: boolean;
const clock = startClock(() => Date.UTC(2026, 0, 2));
const schedules: Record<string, () => Promise<unknown>> = {
  'payments-sweep': async () => ({ settled: 2 }),
  'mail-sweep': async () => undefined,
  'fulfilment-sweep': async () =>
    Promise.reject(new FunctionError({ errorType: 'TypeError', errorMessage: 'about buyer@example.com' })),
};
const schedule: Controls['schedule'] = (worker) => (Object.hasOwn(schedules, worker) ? schedules[worker] : undefined);
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'candor-controls-'));
  aws = await startAws({ port: 0, dir, parameters: {}, access: newAccess() });
  aws.attach({ clock, schedule, idle: async () => idle, functionNamed: () => undefined });
});
afterAll(async () => {
  await aws.close();
  rmSync(dir, { recursive: true });
});

const ask = async (method: string, where: string, body?: string) => {
  const answer = await fetch(aws.url + where, { method, ...(body === undefined ? {} : { body }) });
  return [answer.status, await answer.json()];
};

describe('POST /_schedules/{worker}', () => {
  it('returns the result once the schedule has run, null where there is none', async () => {
    expect(await ask('POST', '/_schedules/payments-sweep')).toEqual([200, { settled: 2 }]);
    expect(await ask('POST', '/_schedules/mail-sweep')).toEqual([200, null]);
  });

  it('returns a problem for a failed run that has the name of the error and nothing else of it', async () => {
    const problem = { type: '/problems/run-failed', title: 'The run failed.', status: 500, error: 'TypeError' };
    expect(await ask('POST', '/_schedules/fulfilment-sweep')).toEqual([500, problem]);
  });

  it.each(['none', 'toString', '__proto__', 'payments-settle', ''])('knows no schedule %j', async (worker) => {
    expect(await ask('POST', `/_schedules/${worker}`)).toMatchObject([404, { status: 404 }]);
  });

  it('runs nothing for a GET', async () => {
    expect(await ask('GET', '/_schedules/payments-sweep')).toMatchObject([405, { status: 405 }]);
  });
});

describe('PUT /_clock', () => {
  afterEach(() => clock.move(0));

  it.each([
    [3_600_000, '2026-01-02T01:00:00.000Z'],
    [-86_400_000, '2026-01-01T00:00:00.000Z'],
    [0, '2026-01-02T00:00:00.000Z'],
  ])('moves the clock by %d milliseconds', async (offsetMs, now) => {
    expect(await ask('PUT', '/_clock', JSON.stringify({ offsetMs }))).toEqual([200, { offsetMs, now }]);
    expect(new Date(clock.now()).toISOString()).toBe(now);
    expect(await ask('GET', '/_clock')).toEqual([200, { offsetMs, now }]);
  });

  it.each(['{}', '[]', 'null', '{"offsetMs":"1"}', '{"offsetMs":0.5}', '{"offsetMs":1e18}', '{"offsetMs":null}'])(
    'refuses %s and leaves the clock alone',
    async (body) => {
      expect(await ask('PUT', '/_clock', body)).toMatchObject([422, { errors: [{ at: 'offsetMs' }] }]);
      expect(clock.offsetMs()).toBe(0);
    },
  );

  it('refuses what is not JSON', async () => {
    expect(await ask('PUT', '/_clock', '{"offsetMs":')).toMatchObject([400, {}]);
  });
});

describe('GET /_idle', () => {
  it.each([
    [true, 200],
    [false, 409],
  ])('is, when nothing being under way is %s, %d', async (nothing, status) => {
    idle = nothing;
    expect(await ask('GET', '/_idle')).toMatchObject([status, {}]);
  });
});

describe('a path that begins with _', () => {
  it('is 404 where there is none, and 503 until the shop has started', async () => {
    expect(await ask('GET', '/_nothing')).toMatchObject([404, { type: '/problems/not-found' }]);
    const early = await startAws({ port: 0, dir: path.join(dir, 'early'), parameters: {}, access: newAccess() });
    expect((await fetch(`${early.url}/_idle`)).status).toBe(503);
    await early.close();
  });
});
