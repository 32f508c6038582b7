import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod/mini';
import { stageSecrets } from '../../../../functions/kit/crypto/secrets.ts';

const minutes = 60_000;
const Account = z.object({ id: z.string() });
const ssm = mockClient(SSMClient);
const asked = () => ssm.commandCalls(GetParametersCommand).length;
const holding = (text: string) => ssm.on(GetParametersCommand).resolves({ Parameters: [{ Value: text }] });

const shop = (ahead: string[] = []) => {
  const clock = { at: Date.parse('2026-03-01T12:00:00Z') };
  const secrets = stageSecrets('dev', () => new Date(clock.at), { ahead, client: new SSMClient() });
  return { clock, read: () => secrets('paypal', Account) };
};

beforeEach(() => void ssm.reset());

describe('a secret', () => {
  it('is read decrypted, by its name in the stage, and parsed', async () => {
    holding('{"id":"a","more":1}');
    await expect(shop().read()).resolves.toEqual({ id: 'a' });
    expect(ssm.commandCalls(GetParametersCommand)[0]?.args[0].input).toEqual({
      Names: ['/candor/dev/paypal'],
      WithDecryption: true,
    });
  });

  it('is kept for ten minutes, and read again after them, so that a rotated one is picked up', async () => {
    holding('{"id":"a"}');
    const { clock, read } = shop();
    await Promise.all([read(), read()]);
    holding('{"id":"b"}');
    clock.at += 10 * minutes - 1;
    expect([await read(), asked()]).toEqual([{ id: 'a' }, 1]);
    clock.at += 1;
    expect([await read(), asked()]).toEqual([{ id: 'b' }, 2]);
  });

  it('that is wanted ahead is read before the first request, which does not read it again', async () => {
    holding('{"id":"a"}');
    const { read } = shop(['paypal']);
    expect(asked()).toBe(1);
    expect([await read(), asked()]).toEqual([{ id: 'a' }, 1]);
  });

  it('that could not be read ahead is read again by the first request', async () => {
    ssm
      .on(GetParametersCommand)
      .rejectsOnce(new Error('throttled'))
      .resolves({ Parameters: [{ Value: '{"id":"a"}' }] });
    const { read } = shop(['paypal']);
    await new Promise((resume) => setImmediate(resume));
    await expect(read()).resolves.toEqual({ id: 'a' });
  });

  it('that could not be read is read again by the very next request', async () => {
    ssm
      .on(GetParametersCommand)
      .rejectsOnce(new Error('throttled'))
      .resolves({ Parameters: [{ Value: '{"id":"a"}' }] });
    const { read } = shop();
    await expect(read()).rejects.toThrow('throttled');
    await expect(read()).resolves.toEqual({ id: 'a' });
  });

  it('that is missing is named, and looked for again by the very next request', async () => {
    ssm.on(GetParametersCommand).resolves({ InvalidParameters: ['/candor/dev/paypal'] });
    const { read } = shop();
    await expect(read()).rejects.toThrow('parameter /candor/dev/paypal is missing');
    holding('{"id":"a"}');
    await expect(read()).resolves.toEqual({ id: 'a' });
  });

  it('of another form is named, and nothing of it is said', async () => {
    holding('{"id":17,"CANARY":"CANARY"}');
    const failure: unknown = await shop()
      .read()
      .catch((error: unknown) => error);
    expect((failure as Error).message).toBe('parameter /candor/dev/paypal has not the expected form');
  });
});
