import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { newAccess, type AccessKey } from '../../../src/aws/access.ts';
import { startAws, type RunningAws } from '../../../src/aws/server.ts';

let dir: string;
let aws: RunningAws;
const start = async () => {
  const access = newAccess();
  aws = await startAws({ port: 0, dir, parameters: { '/candor/local/paypal': '{"clientId":"c"}' }, access });
  const clients = (credentials: AccessKey) => {
    const config = { region: 'us-east-1', credentials, endpoint: aws.url, maxAttempts: 1 };
    return { kms: new KMSClient(config), ssm: new SSMClient(config) };
  };
  return { ...clients(access.keyOf('candorlocalmaildeliver')), access, clients };
};
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'candor-aws-'));
});
afterEach(async () => {
  await aws.close();
  rmSync(dir, { recursive: true });
});

const EncryptionContext = { purpose: 'contact', subject: 'person-1' };
const KeyId = 'alias/candor-local-contact';

describe('the KMS stand-in', () => {
  it('opens a data key with the context it was made with, and with no other, also after a restart', async () => {
    const first = await start();
    const made = await first.kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }));
    expect(made.Plaintext).toHaveLength(32);
    await aws.close();
    const { kms } = await start();
    const CiphertextBlob = made.CiphertextBlob as Uint8Array;
    const opened = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
    const elsewhere = { ...EncryptionContext, subject: 'person-2' };
    const wrong = kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: elsewhere }));
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    const otherKey = kms.send(new DecryptCommand({ KeyId: 'alias/other', CiphertextBlob, EncryptionContext }));
    await expect(otherKey).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  });

  it('refuses what it does not do by name, and keeps its keys from other users', async () => {
    const { kms } = await start();
    await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    await expect(kms.send(new ListKeysCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
    expect(statSync(path.join(dir, 'master-keys.jsonl')).mode & 0o077).toBe(0);
  });
});

describe('the Parameter Store stand-in', () => {
  it('gives the parameters it was started with, and names those that are missing', async () => {
    const { ssm } = await start();
    const Names = ['/candor/local/paypal', '/candor/local/none'];
    const answer = await ssm.send(new GetParametersCommand({ Names, WithDecryption: true }));
    expect(answer.Parameters?.map(({ Value }) => Value)).toEqual(['{"clientId":"c"}']);
    expect(answer.InvalidParameters).toEqual(['/candor/local/none']);
  });
});

describe('both stand-ins', () => {
  const refused = { name: 'UnrecognizedClientException', $metadata: { httpStatusCode: 403 } };
  const get = new GetParametersCommand({ Names: ['/candor/local/paypal'] });

  it.each([
    ['the key that every local database takes', { accessKeyId: 'local', secretAccessKey: 'local' }],
    ['the key of an earlier start', newAccess().keyOf('candorlocalmaildeliver')],
  ])('refuse %s with 403', async (_what, credentials) => {
    const { kms, ssm } = (await start()).clients(credentials);
    await expect(ssm.send(get)).rejects.toMatchObject(refused);
    await expect(kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }))).rejects.toMatchObject(refused);
  });

  it('refuse the secret of one function under the id of another', async () => {
    const { access, clients } = await start();
    const { secretAccessKey } = access.keyOf('candorlocalmaildeliver');
    const { ssm } = clients({ accessKeyId: 'candorlocalcartpublic', secretAccessKey });
    await expect(ssm.send(get)).rejects.toMatchObject(refused);
  });

  it.each([
    ['a parameter', '/'],
    ['an invocation', '/2015-03-31/functions/candor-local-mail-sweep/invocations'],
  ])('refuse whoever asks for %s without a signature', async (_what, where) => {
    await start();
    const headers = { 'x-amz-target': 'AmazonSSM.GetParameters' };
    const answer = await fetch(aws.url + where, {
      method: 'POST',
      headers,
      body: '{"Names":["/candor/local/paypal"]}',
    });
    expect([answer.status, await answer.json()]).toMatchObject([403, { __type: 'UnrecognizedClientException' }]);
  });

  it('refuse a request whose body was changed after it was signed', async () => {
    const { ssm } = await start();
    ssm.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = '{"Names":["/candor/local/paypam"]}';
        return next(args);
      },
      { step: 'deserialize' },
    );
    await expect(ssm.send(get)).rejects.toMatchObject(refused);
  });
});
