import { SSMClient } from '@aws-sdk/client-ssm';
import { SignatureV4 } from '@smithy/signature-v4';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newAccess } from '../../../src/aws/access.ts';
import { startAws, type RunningAws } from '../../../src/aws/server.ts';
import { startClock } from '../../../src/clock.ts';

let dir: string;
let aws: RunningAws;
let payloads: unknown[];
const access = newAccess();
let run: (payload: unknown) => Promise<unknown>;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'candor-invoke-'));
  aws = await startAws({ port: 0, dir, parameters: {}, access });
  aws.attach({
    ...{ clock: startClock(), schedule: () => undefined, idle: async () => true },
    functionNamed: (name) => (name === 'candor-local-mail-sweep' ? (payload) => run(payload) : undefined),
  });
});
beforeEach(() => {
  payloads = [];
  run = async (payload) => void payloads.push(payload);
});
afterAll(async () => {
  await aws.close();
  rmSync(dir, { recursive: true });
});

const signer = new SignatureV4({
  ...{ service: 'lambda', region: 'us-east-1', sha256: new SSMClient({ region: 'us-east-1' }).config.sha256 },
  credentials: access.keyOf('candorlocalpaymentssweep'),
});

const invoke = async (name: string, type?: string) => {
  const { host, hostname } = new URL(aws.url);
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
  const { headers } = await signer.sign({
    ...{ method: 'POST', protocol: 'http:', hostname, path, body: '{"woken":true}' },
    headers: { host, ...(type === undefined ? {} : { 'x-amz-invocation-type': type }) },
  });
  return fetch(aws.url + path, { method: 'POST', headers, body: '{"woken":true}' });
};

describe("Lambda's Invoke", () => {
  it('accepts an Event at once and runs the function by itself, whatever becomes of it', async () => {
    const ended = Promise.withResolvers<void>();
    run = async (payload) => {
      payloads.push(payload);
      await ended.promise;
      throw new Error('no');
    };
    const answer = await invoke('candor-local-mail-sweep', 'Event');
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    expect(payloads).toEqual([{ woken: true }]);
    ended.resolve();
  });

  it('takes an ARN for the name', async () => {
    const answer = await invoke('arn:aws:lambda:us-east-1:000000000000:function:candor-local-mail-sweep', 'Event');
    expect([answer.status, payloads]).toEqual([202, [{ woken: true }]]);
  });

  it('refuses an unknown function and an unknown type by name', async () => {
    const unknown = await invoke('candor-local-none', 'Event');
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { __type: 'ResourceNotFoundException' }]);
    const type = await invoke('candor-local-mail-sweep', 'RequestResponse');
    expect([type.status, await type.json()]).toMatchObject([400, { __type: 'InvalidParameterValueException' }]);
    expect(payloads).toEqual([]);
  });
});
