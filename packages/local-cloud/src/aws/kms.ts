import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import path from 'node:path';
import { Journal } from '../stand-in/journal.ts';
import { AwsError, text, type Service } from './service.ts';

type Input = Record<string, unknown>;

/** The master key behind an alias, a key id or an ARN; made the first time it is asked for, and kept. */
type MasterKeys = (keyId: string) => Buffer;

const nonceBytes = 12;
const tagBytes = 16;

/** KMS as far as it is called: data keys and their decryption; AES-256-GCM with the context bound in. Its keys are kept in `dir`. */
export const openKms = (dir: string): Service => {
  const keys = openMasterKeys(dir);
  return {
    prefix: 'TrentService.',
    operations: {
      GenerateDataKey: (input) => {
        const keyId = text(input, 'KeyId');
        const plain = randomBytes(32);
        const CiphertextBlob = encrypt(keys(keyId), keyId, contextOf(input), plain);
        return { KeyId: keyId, Plaintext: plain.toString('base64'), CiphertextBlob };
      },
      Decrypt: (input) => {
        try {
          return decrypt(keys, input);
        } catch (error) {
          throw error instanceof AwsError ? error : new AwsError('InvalidCiphertextException');
        }
      },
    },
  };
};

/** A key's alias, with or without its ARN, names the same key. The file can be read by its owner alone. */
const openMasterKeys = (dir: string): MasterKeys => {
  const kept = Journal.open<{ id: string; key: string }>(path.join(dir, 'master-keys.jsonl'));
  return (keyId) => {
    const id = keyId.replace(/^arn:[^:]*:kms:[^:]*:[^:]*:/, '');
    const row = kept.get(id) ?? { id, key: randomBytes(32).toString('base64') };
    if (!kept.get(id)) kept.put(row);
    return Buffer.from(row.key, 'base64');
  };
};

/** The encryption context, in an order of its own: a ciphertext opens only with the context it was made with. */
const contextOf = (input: Input): Buffer => {
  const context = Object.entries(input['EncryptionContext'] ?? {});
  return Buffer.from(JSON.stringify(context.sort(([first], [second]) => (first < second ? -1 : 1))));
};

const encrypt = (key: Buffer, keyId: string, context: Buffer, plain: Buffer): string => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const name = Buffer.from(keyId);
  return Buffer.concat([Buffer.of(name.length), name, nonce, cipher.getAuthTag(), sealed]).toString('base64');
};

const decrypt = (keys: MasterKeys, input: Input) => {
  const blob = Buffer.from(text(input, 'CiphertextBlob'), 'base64');
  let from = 1;
  const next = (bytes?: number): Buffer => blob.subarray(from, bytes === undefined ? undefined : (from += bytes));
  const keyId = next(blob[0] ?? 0).toString();
  if (input['KeyId'] !== undefined && input['KeyId'] !== keyId) throw new AwsError('IncorrectKeyException');
  const decipher = createDecipheriv('aes-256-gcm', keys(keyId), next(nonceBytes)).setAAD(contextOf(input));
  decipher.setAuthTag(next(tagBytes));
  const plain = Buffer.concat([decipher.update(next()), decipher.final()]);
  return { KeyId: keyId, Plaintext: plain.toString('base64') };
};
