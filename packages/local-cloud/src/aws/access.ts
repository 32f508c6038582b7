import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The two halves of an access key, as the SDK takes them. */
export type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** A request as far as its signature covers it; `url` as sent, with its query. */
export type SignedCall = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer };

/** The access keys of one start. */
export type Access = {
  /** The key of whoever has this id; another start gives another secret. */
  keyOf: (accessKeyId: string) => AccessKey;
  /** Whether a call is signed (Signature Version 4) with a key of this start. Its date is not looked at: clocks are moved here. */
  allows: (call: SignedCall) => boolean;
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const form = /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d+)\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/; // prettier-ignore

/** Makes the access keys of a start. */
export const newAccess = (): Access => {
  const start = randomBytes(32);
  const secretOf = (id: string): string => hmac(start, id).toString('base64url');
  return {
    keyOf: (accessKeyId) => ({ accessKeyId, secretAccessKey: secretOf(accessKeyId) }),
    allows: (call) => {
      const [, id, day, region, service, names, signature] = form.exec(call.headers.authorization ?? '') ?? [];
      if (!id || !day || !region || !service || !names || !signature) return false;
      const scope = [day, region, service, 'aws4_request'];
      const date = String(call.headers['x-amz-date'] ?? '');
      const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical(call, names))].join('\n');
      const key = scope.reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secretOf(id)}`);
      return timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'));
    },
  };
};

const canonical = ({ method, url, headers, body }: SignedCall, names: string): string => {
  const [path = '', query = ''] = url.split('?');
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  const lines = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`); // prettier-ignore
  const uri = path.split('/').map(encoded).join('/');
  return [method, uri, pairs.sort().join('&'), lines.join(''), names, sha256(body)].join('\n');
};
