import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Cloud, Invoke } from '../template/cloud.ts';
import { accessLine, type Access } from './access-log.ts';
import { gatewayAnswer, internalError, type Answer } from './answer.ts';
import { httpApi, type Handled } from './api.ts';
import { readBody } from './body.ts';
import type { Request } from './event.ts';
import { listen } from './listen.ts';

/** API Gateway's limit on the request line and all header values together, in bytes. */
const largestHead = 10_240;

/** How long a client may take to send a request, in milliseconds: as long as the longest integration. */
const longestRequestMs = 30_000;

/** What the gateway serves: the API of the template under its stage, and pages elsewhere. */
export type GatewayOptions = {
  port: number;
  cloud: Pick<Cloud, 'accessLogFormat' | 'routes' | 'stageName'>;
  invoke: Invoke;
  /** Answers what is not the API's; `path` is percent-encoded and without a query string. */
  page: (method: string, path: string) => Answer;
  writeAccess: (line: string) => void;
  newId?: () => string;
  longestRequestMs?: number;
  now?: () => Date;
};

/** The running gateway; `url` is its origin, without the stage. */
export type Gateway = { url: string; port: number; close: () => Promise<void> };

/** Starts the HTTP API on 127.0.0.1. Rejects with a StartError when the port is in use. */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { cloud, page, now = () => new Date(), newId = randomUUID } = options;
  const api = httpApi(cloud.routes, options.invoke);
  const prefix = `/${cloud.stageName}`;
  const line = cloud.accessLogFormat === undefined ? undefined : accessLine(cloud.accessLogFormat);

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = performance.now();
    const [path = '', ...rest] = (incoming.url ?? '').split('?');
    const method = incoming.method ?? '';
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return write(response, page(method, path));
    const setting = {
      requestId: newId(),
      at: now(),
      stageName: cloud.stageName,
      domainName: incoming.headers.host ?? '127.0.0.1',
    };
    const sourceIp = incoming.socket.remoteAddress ?? '127.0.0.1';
    const body = await readBody(incoming);
    const request = { method, path, query: rest.join('?'), rawHeaders: incoming.rawHeaders, sourceIp };
    const handled = body === 'too-large' ? tooLarge() : await api({ ...request, body }, setting);
    handled.answer.headers['apigw-requestid'] = setting.requestId;
    write(response, handled.answer, body === 'too-large');
    const userAgent = incoming.headers['user-agent'] ?? '';
    const latency = Math.round(performance.now() - started);
    if (line) options.writeAccess(line({ ...setting, ...entry(request, handled), userAgent, latency }));
  };

  const patience = options.longestRequestMs ?? longestRequestMs;
  const limits = {
    ...{ headersTimeout: patience, requestTimeout: patience, maxHeaderSize: largestHead },
    connectionsCheckingInterval: Math.min(1000, patience),
  };
  const server = createServer({ keepAlive: true, ...limits }, (incoming, response) => {
    // Either the client went away while it sent, or the function's headers cannot be written.
    answer(incoming, response).catch(() =>
      response.headersSent ? response.destroy() : write(response, internalError()),
    );
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const tooLarge = (): Handled => ({ answer: gatewayAnswer(413, 'Request Entity Too Large'), routeKey: '-' });

const write = (response: ServerResponse, { status, headers, body, told }: Answer, close = false): void => {
  const bodiless = status === 204 || status === 304;
  const length = (response.req.method === 'HEAD' && told) || body.length;
  response.writeHead(status, {
    ...headers,
    ...(bodiless ? {} : { 'content-length': length }),
    ...(close ? { connection: 'close' } : {}),
  });
  response.end(bodiless ? undefined : body);
};

type Entry = Omit<Access, 'requestId' | 'at' | 'stageName' | 'domainName' | 'userAgent' | 'latency'>;

const entry = ({ method, path, sourceIp }: Omit<Request, 'body'>, handled: Handled): Entry => {
  const { answer, routeKey, integrationLatency, error } = handled;
  return {
    method,
    path,
    sourceIp,
    routeKey,
    status: answer.status,
    length: answer.body.length,
    ...(integrationLatency === undefined ? {} : { integrationLatency }),
    ...(error === undefined ? {} : { error }),
  };
};
