import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Journal } from '../stand-in/journal.ts';

/** The master key behind an alias, a key id or an ARN; made the first time it is asked for, and kept. */
export type MasterKeys = (keyId: string) => Buffer;

/** Master keys in a file that only its owner can read. A key's alias, with or without its ARN, names the same key. */
export const openMasterKeys = (dir: string): MasterKeys => {
  const kept = Journal.open<{ id: string; key: string }>(path.join(dir, 'master-keys.jsonl'));
  return (keyId) => {
    const id = keyId.replace(/^arn:[^:]*:kms:[^:]*:[^:]*:/, '');
    const found = kept.get(id);
    if (found) return Buffer.from(found.key, 'base64');
    const key = randomBytes(32);
    kept.put({ id, key: key.toString('base64') });
    return key;
  };
};
