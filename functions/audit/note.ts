import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Ed25519 in the key's encoding and in its id (C2SP signed-note). */
const type = Buffer.of(1);
/** What precedes the 32 bytes of a private and of a public key in DER (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

const privateKeyOf = (seed: string): KeyObject => {
  const bytes = Buffer.from(seed, 'base64');
  if (bytes.length !== 32) throw new Error('a signing key of the audit log has 32 bytes');
  return createPrivateKey({ key: Buffer.concat([privatePrefix, bytes]), format: 'der', type: 'pkcs8' });
};

const publicBytes = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);

const keyId = (name: string, key: Uint8Array): Buffer =>
  createHash('sha256').update(`${name}\n`).update(type).update(key).digest().subarray(0, 4);

/** Returns the verifier key of a signing key (a 32-byte seed in base64): name, key id and public key, to be published. */
export const verifierKey = (name: string, seed: string): string => {
  const key = publicBytes(privateKeyOf(seed));
  return `${name}+${keyId(name, key).toString('hex')}+${Buffer.concat([type, key]).toString('base64')}`;
};

/**
 * Returns a text as a signed note (C2SP signed-note). The text ends in a newline. The same text and key give the same note.
 */
export const signNote = (text: string, name: string, seed: string): string => {
  const key = privateKeyOf(seed);
  const signature = Buffer.concat([keyId(name, publicBytes(key)), sign(null, Buffer.from(text, 'utf8'), key)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
};

const parseKey = (text: string): { name: string; id: Buffer; key: Buffer } | undefined => {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  const parsed = { name, id: Buffer.from(id, 'hex'), key: bytes.subarray(1) };
  const isKey = bytes.length === 33 && bytes[0] === type[0] && keyId(name, parsed.key).equals(parsed.id);
  return isKey ? parsed : undefined;
};

/** Returns whether a text is a verifier key of an Ed25519 key. */
export const isVerifierKey = (text: string): boolean => parseKey(text) !== undefined;

const line = /^— (\S+) ([A-Za-z0-9+/]+=*)$/;

/**
 * Returns the text of a signed note if one of the keys signed it; undefined when none did, or when one that signed it did
 * not sign this text. Signatures of other keys are ignored.
 */
export const openNote = (note: string, keys: readonly string[]): string | undefined => {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  const known = keys.map(parseKey).filter((key) => key !== undefined);
  const verdicts = note
    .slice(end + 2, -1)
    .split('\n')
    .flatMap((each) => {
      const [, name, encoded = ''] = line.exec(each) ?? [];
      const bytes = Buffer.from(encoded, 'base64');
      const signer = known.find((key) => key.name === name && key.id.equals(bytes.subarray(0, 4)));
      if (!signer) return [];
      const publicKey = createPublicKey({
        key: Buffer.concat([publicPrefix, signer.key]),
        format: 'der',
        type: 'spki',
      });
      return [verify(null, Buffer.from(text, 'utf8'), publicKey, bytes.subarray(4))];
    });
  return verdicts.length > 0 && verdicts.every(Boolean) ? text : undefined;
};
