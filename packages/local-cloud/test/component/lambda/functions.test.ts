import { setTimeout as sleep } from 'node:timers/promises';
import { json, serve } from '../../../src/stand-in/serve.ts';
import type { LambdaFunction } from '../../../src/template/cloud.ts';
import { runBundles, type Bundles } from './bundles.ts';

let running: Bundles | undefined;
const run = (sources: Record<string, string>, changes: Partial<LambdaFunction> = {}, idleMs?: number): Bundles =>
  (running = runBundles(sources, changes, idleMs));
afterEach(async () => running?.close());

const failure = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no failure', (error: unknown) => error); // prettier-ignore

/** A function that calls a database as the SDK does. */
const callsDatabase = `const { request } = require('node:http');
exports.handler = ({ url, operation, body }) => new Promise((resolve) => {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.' + operation };
  request(url, { method: 'POST', headers }, (response) => response.resume().on('end', resolve)).end(body);
})`;

describe('a function', () => {
  it('is given the payload and gives its result, both as JSON carries them', async () => {
    const { invoke } = run({
      echo: 'exports.handler = async (event) => ({ event, at: new Date(0), none: undefined })',
    });
    expect(await invoke('echo', { a: [1, 'é'], none: undefined })).toEqual({
      event: { a: [1, 'é'] },
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('is given a context', async () => {
    const source = `exports.handler = async (_event, context) => ({
      ...context, left: context.getRemainingTimeInMillis(),
    })`;
    const context = (await run({ work: source }).invoke('work', {})) as Record<string, unknown>;
    expect(context).toMatchObject({
      functionName: 'shop-work',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:shop-work',
    });
    expect(context['awsRequestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(context['left']).toBeGreaterThan(4000);
    expect(context['left']).toBeLessThanOrEqual(5000);
  });

  it('has an environment of its own and nothing of the machine', async () => {
    process.env['CANDOR_TEST_SECRET'] = 'of the machine';
    const source = 'process.env.SEEN ??= process.env.STAGE; exports.handler = async () => process.env';
    const { invoke } = run({ one: source, other: source }, { environment: { STAGE: 'local' } });
    const environment = await invoke('one', {});
    expect(environment).toMatchObject({
      STAGE: 'local',
      SEEN: 'local',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'shop-one',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1',
      TZ: ':UTC',
    });
    expect(environment).not.toHaveProperty('CANDOR_TEST_SECRET');
    expect(environment).not.toHaveProperty('PATH');
    expect(await invoke('other', {})).toMatchObject({ AWS_LAMBDA_FUNCTION_NAME: 'shop-other' });
    delete process.env['CANDOR_TEST_SECRET'];
  });

  it('serves invocations at the same time and keeps its state between them', async () => {
    const source = `let calls = 0; let release; const all = new Promise((resolve) => { release = resolve; });
      exports.handler = async () => { if (++calls === 3) release(); await all; return calls; }`;
    const { invoke } = run({ work: source });
    expect(await Promise.all([1, 2, 3].map(() => invoke('work', {})))).toEqual([3, 3, 3]);
  });

  it('finds nothing that its bundle does not hold', async () => {
    const { invoke } = run({ work: "require('zod'); exports.handler = async () => 1" });
    expect(await failure(invoke('work', {}))).toMatchObject({ errorType: 'Runtime.InitError' });
  });

  it('logs line by line', async () => {
    const { invoke, lines } = run({
      work: "exports.handler = async () => { console.log('one\\ntwo'); console.error('three'); }",
    });
    await invoke('work', {});
    while (lines.length < 3) await sleep(5);
    expect(lines.toSorted()).toEqual(['shop-work one', 'shop-work three', 'shop-work two']);
  });
});

describe('a function that fails', () => {
  it('fails its invocation with the type and message of what it threw', async () => {
    const { invoke, lines } = run({ work: "exports.handler = async () => { throw new TypeError('no'); }" });
    expect(await failure(invoke('work', {}))).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
    expect(lines.join()).toContain('ERROR Invoke Error');
  });

  it('keeps its worker after an error that it threw', async () => {
    const { invoke } = run({
      work: 'let calls = 0; exports.handler = async () => { if (++calls === 1) throw new Error(); return calls; }',
    });
    await failure(invoke('work', {}));
    expect(await invoke('work', {})).toBe(2);
  });

  const onceOnly = (first: string): string =>
    `exports.handler = async ({ crash }) => { if (crash) { ${first}; await new Promise(() => {}); } return 'well'; }`;
  it.each([
    ['exits', 'process.exit(3)', 'exit status 3'],
    ['throws where nobody catches', "setImmediate(() => { throw new Error('lost'); })", 'lost'],
    ['leaves a rejection unhandled', "void Promise.reject(new Error('dropped'))", 'dropped'],
  ])('fails what is in flight when it %s, and a fresh worker takes the next', async (_name, crash, reason) => {
    const { invoke } = run({ work: onceOnly(crash) });
    expect(await invoke('work', {})).toBe('well');
    const error = await failure(invoke('work', { crash: true }));
    expect(error).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(reason) });
    expect(await invoke('work', {})).toBe('well');
  });

  it('fails when it has no handler, and again the next time', async () => {
    const { invoke } = run({ work: 'exports.other = 1' });
    const expected = { errorType: 'Runtime.InitError', errorMessage: expect.stringContaining('index.handler') };
    expect(await failure(invoke('work', {}))).toMatchObject(expected);
    expect(await failure(invoke('work', {}))).toMatchObject(expected);
  });

  it('fails for an answer over six megabytes', async () => {
    const { invoke } = run({ work: "exports.handler = async () => 'x'.repeat(7e6)" });
    expect(await failure(invoke('work', {}))).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });
});

describe('a function that runs out of time', () => {
  const source = `let calls = 0;
    exports.handler = async ({ wait, block }) => {
      calls += 1;
      if (block) for (;;);
      await new Promise((resolve) => setTimeout(resolve, wait));
      return calls;
    };`;
  const timedOut = {
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 0.30 seconds$/),
  };
  const short = { timeoutSeconds: 0.3 };

  it('fails as Lambda lets it fail, and the next has a fresh worker', async () => {
    const { invoke } = run({ work: source }, short);
    expect(await invoke('work', { wait: 0 })).toBe(1);
    expect(await failure(invoke('work', { wait: 9000 }))).toMatchObject(timedOut);
    expect(await invoke('work', { wait: 0 })).toBe(1);
  });

  it('lets the others in its worker finish', async () => {
    const { invoke } = run({ work: source }, short);
    await invoke('work', { wait: 0 });
    const late = failure(invoke('work', { wait: 9000 }));
    await sleep(150);
    const other = invoke('work', { wait: 250 });
    expect(await late).toMatchObject(timedOut);
    expect(await other).toBe(3);
  });

  it('is ended even when it never yields', async () => {
    const { invoke } = run({ work: source }, short);
    expect(await failure(invoke('work', { block: true }))).toMatchObject(timedOut);
    expect(await invoke('work', { wait: 0 })).toBe(1);
  });

  it('does not count the time that loading took', async () => {
    const slow = 'const until = Date.now() + 500; while (Date.now() < until); exports.handler = async () => 1';
    expect(await run({ work: slow }, short).invoke('work', {})).toBe(1);
  });
});

it('ends a worker that is idle for longer than it may be', async () => {
  const count =
    'let calls = 0; exports.handler = async ({ wait }) => { await new Promise((go) => setTimeout(go, wait)); return ++calls; }';
  const { invoke } = run({ kept: count, other: count, busy: count }, {}, 60);
  const ids = ['kept', 'other', 'busy'];
  expect(await Promise.all(ids.map((id) => invoke(id, { wait: 0 })))).toEqual([1, 1, 1]);
  const busy = invoke('busy', { wait: 1800 });
  await sleep(1500);
  expect(await Promise.all(ids.map((id) => invoke(id, { wait: 0 })))).toEqual([2, 1, 2]);
  expect(await busy).toBe(3);
});

it('leaves a worker alone that loads for longer than it may be idle, because an invocation waits for it', async () => {
  const slow = 'const until = Date.now() + 2500; while (Date.now() < until); exports.handler = async () => 1';
  expect(await run({ work: slow }, {}, 60).invoke('work', {})).toBe(1);
});

it('closing fails what is at work and takes nothing more', async () => {
  const hangs = "exports.handler = () => (console.log('begun'), new Promise(() => {}))";
  const { invoke, close, lines } = run({ work: hangs });
  const hanging = failure(invoke('work', {}));
  while (lines.length === 0) await sleep(5);
  await close();
  running = undefined;
  expect(await hanging).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(await failure(invoke('work', {}))).toBeInstanceOf(Error);
});

it('runs from a worker that was started before', async () => {
  const tells = "console.log('loaded'); exports.handler = async () => 1";
  const { warm, invoke, lines } = run({ work: tells });
  warm(['work']);
  while (lines.length === 0) await sleep(5);
  expect(await invoke('work', {})).toBe(1);
  expect(lines).toEqual(['shop-work loaded']);
});

it('tells which tables it wrote once that is done, and nothing of what it read', async () => {
  let done = false;
  const database = await serve({
    port: 0,
    largestBody: 1000,
    answer: async () => (await sleep(20), (done = true), json(200, {})),
    failure: json(500, {}),
  });
  const { onWrite, invoke } = run({ work: callsDatabase });
  const heard: [readonly string[], boolean][] = [];
  onWrite((tables) => heard.push([tables, done]));
  await invoke('work', { url: database.url, operation: 'GetItem', body: '{"TableName":"notes"}' });
  done = false;
  const Put = (TableName: string) => ({ Put: { TableName, Item: {} } });
  const body = JSON.stringify({ TransactItems: [Put('notes'), Put('people'), Put('notes')] });
  await invoke('work', { url: database.url, operation: 'TransactWriteItems', body });
  await database.close();
  expect(heard).toEqual([[['notes', 'people'], true]]);
});
