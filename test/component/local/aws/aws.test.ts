import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { GetParameterCommand, GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startAws, type RunningAws } from '../../../../local/aws/server.ts';
import { localAccess } from '../../../support/dynamodb.ts';

let dir: string;
let aws: RunningAws;
const start = async () => {
  aws = await startAws({ port: 0, dir, parameters: { '/candor/local/paypal': '{"clientId":"c"}' } });
  const access = { ...localAccess, endpoint: aws.url, maxAttempts: 1 };
  return { kms: new KMSClient(access), ssm: new SSMClient(access) };
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

  it('encrypts, refuses what it does not do by name, and keeps its keys from other users', async () => {
    const { kms } = await start();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('hello') }));
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: CiphertextBlob as Uint8Array }));
    expect(Buffer.from(Plaintext as Uint8Array).toString()).toBe('hello');
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
    const missing = ssm.send(new GetParameterCommand({ Name: '/candor/local/none' }));
    await expect(missing).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('keeps what was put over a restart, and overwrites only when told to', async () => {
    const { ssm } = await start();
    const put = { Name: '/candor/local/signing-keys', Value: '{}', Type: 'SecureString' } as const;
    await ssm.send(new PutParameterCommand(put));
    await expect(ssm.send(new PutParameterCommand(put))).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    await ssm.send(new PutParameterCommand({ ...put, Value: '{"a":1}', Overwrite: true }));
    await aws.close();
    const again = await start();
    const { Parameter } = await again.ssm.send(new GetParameterCommand({ Name: put.Name }));
    expect(Parameter).toMatchObject({ Value: '{"a":1}', Version: 2 });
  });
});
