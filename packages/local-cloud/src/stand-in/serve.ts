import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error.ts';

/** A call as it arrived, its body read whole; `body` is undefined where it is over the limit. */
export type Call = {
  method: string;
  /** As sent: percent-encoded, with the query. */
  url: string;
  path: string;
  /** As sent, without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
  /** Names and values in turn. */
  rawHeaders: readonly string[];
  sourceIp: string;
  /** When it began to arrive, by the monotonic clock. */
  since: number;
  body: Buffer | undefined;
};

/** An HTTP response; header names are in lower case. */
export type Answer = {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
  /** The length that a response to HEAD states; the body's own where it is absent. */
  headLength?: number;
};

/** What is sent back; `cut` closes the connection in place of a response. */
export type Reply = Answer | 'cut';

/** What a server is; `failure` is sent where `answer` throws. */
export type Serving = ServerOptions & {
  /** 0 takes any free one. */
  port: number;
  /** In bytes. */
  largestBody: number;
  answer: (call: Call) => Promise<Reply> | Reply;
  failure: Answer;
};

/** A running server on 127.0.0.1. */
export type Served = { url: string; port: number; close: () => Promise<void> };

const loopback = '127.0.0.1';

/** Starts an HTTP server on 127.0.0.1. Rejects with a StartError when its port cannot be had. */
export const serve = async ({ port, largestBody, answer, failure, ...options }: Serving): Promise<Served> => {
  const server = createServer({ keepAlive: true, ...options }, (request, response) => {
    const replied = async (): Promise<void> => {
      const call = await callOf(request, largestBody);
      write(response, await answer(call), call.body === undefined);
    };
    // The client went away while it sent, a header cannot be written, or something here is at fault.
    replied().catch(() => (response.headersSent ? response.destroy() : write(response, failure)));
  });
  const bound = await listen(server, port, loopback);
  return { url: `http://${loopback}:${bound}`, port: bound, close: () => shut(server) };
};

/** Returns the port itself, or a free one for 0. Rejects with a StartError when it cannot be had. */
export const checkPort = async (port: number, host = loopback): Promise<number> => {
  const server = createServer();
  const found = await listen(server, port, host);
  await shut(server);
  return found;
};

/** Returns a JSON response. */
export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** Returns the JSON of a body; undefined where it is none. */
export const jsonOf = (body: Buffer | undefined): unknown => {
  try {
    return JSON.parse(String(body)) as unknown;
  } catch {
    return undefined;
  }
};

/** Returns a text that is safe in HTML, between tags or in a quoted attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const callOf = async (request: IncomingMessage, largestBody: number): Promise<Call> => {
  const since = performance.now();
  const { method = '', url = '', headers, rawHeaders, socket } = request;
  const [path = '', ...query] = url.split('?');
  const sourceIp = socket.remoteAddress ?? loopback;
  const body = await bodyOf(request, largestBody);
  return { method, url, path, query: query.join('?'), headers, rawHeaders, sourceIp, since, body };
};

const bodyOf = async (request: IncomingMessage, largest: number): Promise<Buffer | undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > largest) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection must outlive an early return: the refusal still has to be written.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
};

const write = (response: ServerResponse, reply: Reply, last = false): void => {
  if (reply === 'cut') return void response.destroy();
  const { status, headers, body, headLength } = reply;
  const bodiless = status === 204 || status === 304;
  const length = (response.req.method === 'HEAD' && headLength) || Buffer.byteLength(body);
  const framing = { ...(bodiless ? {} : { 'content-length': length }), ...(last ? { connection: 'close' } : {}) };
  response.writeHead(status, { ...headers, ...framing });
  response.end(bodiless ? undefined : body);
};

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

const shut = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const portError = (port: number, { code, message }: NodeJS.ErrnoException): StartError => {
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is in use; end what listens there or choose another with PORT=… or --port',
    EACCES: 'needs rights that this user lacks; choose one over 1023',
  };
  return new StartError(`Port ${port} ${sentences[code ?? ''] ?? `cannot be listened on: ${message}`}.`);
};
