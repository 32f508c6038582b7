import type { IncomingMessage } from 'node:http';

/** API Gateway's limit on a request's payload, in bytes. */
export const largestBody = 10 * 1024 * 1024;

/** Reads a request's body; `too-large` as soon as it is over the limit. Rejects when the client goes away half-way. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | 'too-large'> => {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return 'too-large';
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection must outlive an early return: the refusal still has to be written.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
};
