import { randomUUID } from 'node:crypto';
import { serve, type Answer, type Call, type Part } from '../stand-in/index.ts';
import type { Cloud, Invoke } from '../template/cloud.ts';
import { accessLine } from './access-log.ts';
import { gatewayAnswer, internalError } from './answer.ts';
import { httpApi, type Handled } from './api.ts';

/** API Gateway's limit on the request line and all header values together, in bytes. */
const largestHead = 10_240;

/** API Gateway's limit on a request's payload, in bytes. */
const largestBody = 10 * 1024 * 1024;

/** How long a client may take to send a request, in milliseconds: as long as the longest integration. */
const longestRequestMs = 30_000;

/** Answers what is not the API's; `path` is percent-encoded and without a query string. */
export type Page = (method: string, path: string) => Answer;

/** What the gateway serves: the API of the template under its stage, and pages elsewhere. */
export type GatewayOptions = {
  port: number;
  cloud: Pick<Cloud, 'accessLogFormat' | 'routes' | 'stageName'>;
  invoke: Invoke;
  page: Page;
  writeAccess: (line: string) => void;
  newId?: () => string;
  longestRequestMs?: number;
  now?: () => Date;
};

/** The running gateway; `url` is its origin, without the stage. */
export type Gateway = Part & { url: string; port: number };

/** Starts the HTTP API on 127.0.0.1. Rejects with a StartError when the port is in use. */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { cloud, page, now = () => new Date(), newId = randomUUID } = options;
  const api = httpApi(cloud.routes, options.invoke);
  const prefix = `/${cloud.stageName}`;
  const line = cloud.accessLogFormat === undefined ? undefined : accessLine(cloud.accessLogFormat);

  const answer = async (call: Call): Promise<Answer> => {
    const { method, path, body, since } = call;
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return page(method, path);
    const domainName = call.headers.host ?? '127.0.0.1';
    const setting = { requestId: newId(), at: now(), stageName: cloud.stageName, domainName };
    const handled = body === undefined ? tooLarge() : await api({ ...call, body }, setting);
    const { answer: made, routeKey } = handled;
    const latency = Math.round(performance.now() - since);
    const { requestId } = setting;
    if (line) options.writeAccess(line({ requestId, method, routeKey, latency, status: made.status, length: Buffer.byteLength(made.body) })); // prettier-ignore
    return { ...made, headers: { ...made.headers, 'apigw-requestid': requestId } };
  };

  const longest = options.longestRequestMs ?? longestRequestMs;
  const server = await serve({
    port: options.port,
    largestBody,
    answer,
    failure: internalError(),
    headersTimeout: longest,
    requestTimeout: longest,
    maxHeaderSize: largestHead,
    connectionsCheckingInterval: Math.min(1000, longest),
  });
  return { name: 'gateway', ...server };
};

const tooLarge = (): Handled => ({ answer: gatewayAnswer(413, 'Request Entity Too Large'), routeKey: '-' });
