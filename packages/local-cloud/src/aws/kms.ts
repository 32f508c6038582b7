import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKeys } from './master-keys.ts';
import { AwsError, text, type Operation } from './wire.ts';

type Input = Record<string, unknown>;

/** The encryption context, in an order of its own: a ciphertext opens only with the context it was made with. */
const contextOf = (input: Input): Buffer => {
  const context = (input['EncryptionContext'] ?? {}) as Record<string, string>;
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1))));
};

const encrypt = (key: Buffer, keyId: string, context: Buffer, plain: Buffer): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const name = Buffer.from(keyId);
  return Buffer.concat([Buffer.of(name.length), name, nonce, cipher.getAuthTag(), sealed]).toString('base64');
};

const open = (keys: MasterKeys, input: Input): { keyId: string; plain: Buffer } => {
  try {
    const blob = Buffer.from(text(input, 'CiphertextBlob'), 'base64');
    const start = 1 + (blob[0] ?? 0);
    const keyId = blob.subarray(1, start).toString();
    if (input['KeyId'] !== undefined && input['KeyId'] !== keyId) throw new AwsError('IncorrectKeyException');
    const cipher = createDecipheriv('aes-256-gcm', keys(keyId), blob.subarray(start, start + 12))
      .setAAD(contextOf(input))
      .setAuthTag(blob.subarray(start + 12, start + 28));
    return { keyId, plain: Buffer.concat([cipher.update(blob.subarray(start + 28)), cipher.final()]) };
  } catch (error) {
    throw error instanceof AwsError ? error : new AwsError('InvalidCiphertextException');
  }
};

/** KMS as far as it is called: data keys, encryption under a key, decryption; AES-256-GCM with the context bound in. */
export const openKms = (keys: MasterKeys): Record<string, Operation> => ({
  'TrentService.GenerateDataKey': (input) => {
    const keyId = text(input, 'KeyId');
    const plain = randomBytes(32);
    const CiphertextBlob = encrypt(keys(keyId), keyId, contextOf(input), plain);
    return { KeyId: keyId, Plaintext: plain.toString('base64'), CiphertextBlob };
  },
  'TrentService.Encrypt': (input) => {
    const keyId = text(input, 'KeyId');
    const plain = Buffer.from(text(input, 'Plaintext'), 'base64');
    return { KeyId: keyId, CiphertextBlob: encrypt(keys(keyId), keyId, contextOf(input), plain) };
  },
  'TrentService.Decrypt': (input) => {
    const { keyId, plain } = open(keys, input);
    return { KeyId: keyId, Plaintext: plain.toString('base64') };
  },
});
