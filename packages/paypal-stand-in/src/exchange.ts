import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A call as it arrived, its body read whole. */
export type Call = {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
};

/** What is sent back; `cut` closes the connection in place of an answer. */
export type Reply = { status: number; headers: Record<string, string>; body: string } | 'cut';

const largestBody = 1_048_576;

/** Reads a call; undefined when its body is larger than a mebibyte. */
export const readCall = async (request: IncomingMessage, base: string): Promise<Call | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) return undefined;
  const target = request.url?.startsWith('/') === true ? request.url : '/';
  // Joined as text, because a path that starts with two slashes would name another host.
  return {
    method: request.method ?? 'GET',
    url: new URL(base + target),
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
};

/** Sends a reply. */
export const sendReply = (response: ServerResponse, reply: Reply): void => {
  if (reply === 'cut') {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, reply.headers).end(reply.body);
};

/** A JSON reply. */
export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => {
  const fixed = { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' };
  return { status, headers: { ...fixed, ...headers }, body: JSON.stringify(body) };
};
