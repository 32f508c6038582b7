import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Settings } from '../../../../functions/kit/ports.ts';
import { lambdaWake } from '../../../../functions/kit/work/wake.ts';
import { testPorts } from '../../../harness/ports.ts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET', sessionToken: 'SESSION' };
const dynamo = new DynamoDBClient({ region: 'us-east-1', credentials });
afterAll(() => dynamo.destroy());

type Call = { url: string; init: RequestInit };

/** Ports of the stage dev with a fetch that the test plays. */
const portsOf = (settings: Partial<Settings>, ...answers: (() => Promise<Response>)[]) => {
  const calls: Call[] = [];
  const play = async (url: string | URL, init: RequestInit = {}) => {
    calls.push({ url: String(url), init });
    return (answers[calls.length - 1] ?? answers.at(-1)!)();
  };
  const ports = testPorts({ dynamo, stage: 'dev', settings, fetch: play as typeof fetch });
  return { ports, calls, logged: ports.logged };
};

/** Wakes `mail.sweep` through them. */
const wakeThrough = async (...given: Parameters<typeof portsOf>) => {
  const { ports, ...seen } = portsOf(...given);
  await lambdaWake(ports)('mail.sweep');
  return seen;
};
const accepted = async () => new Response(null, { status: 202 });

describe('waking a worker', () => {
  it('invokes its function as an event, signed with the role’s credentials', async () => {
    const { calls, logged } = await wakeThrough({}, accepted);
    expect(calls.map(({ url }) => url)).toEqual([
      'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/candor-dev-mail-sweep/invocations',
    ]);
    const { method, body, headers } = calls[0]!.init;
    expect({ method, body }).toEqual({ method: 'POST', body: '{}' });
    expect(headers).toMatchObject({ 'x-amz-invocation-type': 'Event', 'x-amz-security-token': 'SESSION' });
    expect((headers as Record<string, string>)['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/us-east-1\/lambda\/aws4_request, SignedHeaders=\S*host;\S*x-amz-invocation-type;\S*, Signature=[0-9a-f]{64}$/,
    );
    expect(logged).toEqual([]);
  });

  it.each<[string, () => Promise<Response>]>([
    ['Lambda refuses', async () => new Response('{}', { status: 403 })],
    ['Lambda only says 200, as it does to a call of another type', async () => new Response('{}', { status: 200 })],
    ['the line is cut', () => Promise.reject(new TypeError('fetch failed for ann@example.com'))],
  ])(
    'is tried twice and then left to the schedule, with a log line and without a throw, when %s',
    async (_, answer) => {
      const { calls, logged } = await wakeThrough({}, answer);
      expect(calls).toHaveLength(2);
      expect(logged).toMatchObject([{ level: 'warn', event: 'not woken', fields: { worker: 'mail.sweep' } }]);
      expect(JSON.stringify(logged)).not.toContain('ann@');
    },
  );

  it('is done at the second try', async () => {
    const { calls, logged } = await wakeThrough({}, () => Promise.reject(new TypeError('cut')), accepted);
    expect([calls.length, logged]).toEqual([2, []]);
  });

  it('goes to the address that the stage names in place of Lambda’s own', async () => {
    const { calls } = await wakeThrough({ lambdaEndpoint: 'http://127.0.0.1:4566' }, accepted);
    expect(new URL(calls[0]!.url).origin).toBe('http://127.0.0.1:4566');
  });
});

describe('waking a worker with a payload', () => {
  it('sends it along, signed', async () => {
    const { ports, calls } = portsOf({}, accepted);
    await lambdaWake(ports)('accounts.enrol', { name: 'Ann' });
    expect(calls.map(({ url, init }) => [new URL(url).pathname, init.body])).toEqual([
      ['/2015-03-31/functions/candor-dev-accounts-enrol/invocations', '{"name":"Ann"}'],
    ]);
  });

  it('throws when Lambda does not take it, because no schedule does the work in its place', async () => {
    const { ports, calls, logged } = portsOf({}, async () => new Response('{}', { status: 429 }));
    await expect(lambdaWake(ports)('accounts.enrol', { name: 'Ann' })).rejects.toMatchObject({ name: 'Unavailable' });
    expect(calls).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain('Ann');
  });
});
