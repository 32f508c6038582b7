import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { stageKeys } from '../../../../functions/kit/crypto/data-keys.ts';

const kms = mockClient(KMSClient);
const keys = stageKeys('dev', new KMSClient());
const [plain, wrapped] = [Buffer.alloc(32, 1), Buffer.alloc(64, 2)];
const named = { KeyId: 'alias/candor-dev', EncryptionContext: { purpose: 'contact', subject: 'key-1' } };

beforeEach(() => void kms.reset());

describe('a data key', () => {
  it('is made under the key of the stage, with purpose and subject bound in and nothing else', async () => {
    kms.on(GenerateDataKeyCommand).resolves({ Plaintext: plain, CiphertextBlob: wrapped });
    await expect(keys.generate('contact', 'key-1')).resolves.toEqual({ plain, wrapped });
    expect(kms.call(0).args[0].input).toEqual({ ...named, KeySpec: 'AES_256' });
  });

  it('is opened with the very purpose and subject', async () => {
    kms.on(DecryptCommand).resolves({ Plaintext: plain });
    await expect(keys.open('contact', 'key-1', wrapped)).resolves.toEqual(plain);
    expect(kms.call(0).args[0].input).toEqual({ ...named, CiphertextBlob: wrapped });
  });

  it('that KMS leaves out of its answer is an error', async () => {
    kms.on(GenerateDataKeyCommand).resolves({ Plaintext: plain }).on(DecryptCommand).resolves({});
    await expect(keys.generate('contact', 'key-1')).rejects.toThrow('KMS gave no data key');
    await expect(keys.open('contact', 'key-1', wrapped)).rejects.toThrow('KMS gave no data key');
  });
});
