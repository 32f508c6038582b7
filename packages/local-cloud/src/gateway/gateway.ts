import { randomUUID } from 'node:crypto';
import { FunctionError } from '../lambda/function-error.ts';
import type { Part } from '../parts.ts';
import { serve, type Answer, type Call } from '../stand-in/serve.ts';
import type { Cloud, Invoke } from '../template/cloud.ts';
import { accessLine } from './access-log.ts';
import { answerOf, gatewayAnswer, internalError } from './answer.ts';
import { eventOf, type Setting } from './event.ts';
import { matcher, type Match } from './match.ts';

/** API Gateway's limit on the request line and all header values together, in bytes. */
const largestHead = 10_240;

/** API Gateway's limit on a request's payload, in bytes. */
const largestBody = 10 * 1024 * 1024;

/** How long a client may take to send a request, in milliseconds: as long as the longest integration. */
const longestRequestMs = 30_000;

/** Serves what is not the API's; `path` is percent-encoded and without a query string. */
export type Page = (method: string, path: string) => Answer;

/** What the gateway serves: the API of the template under its stage, and pages elsewhere. */
export type GatewayOptions = {
  port: number;
  cloud: Pick<Cloud, 'accessLogFormat' | 'routes' | 'stageName'>;
  invoke: Invoke;
  page: Page;
  writeAccess: (line: string) => void;
  longestRequestMs?: number;
  now?: () => Date;
};

/** The running gateway; `url` is its origin, without the stage. */
export type Gateway = Part & { url: string; port: number };

/** Returns what the paths of a stage begin with. */
export const prefixOf = (stageName: string): string => (stageName === '$default' ? '' : `/${stageName}`);

/** Starts the HTTP API on 127.0.0.1. Rejects with a StartError when the port is in use. */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { cloud, invoke, page, now = () => new Date(), longestRequestMs: longest = longestRequestMs } = options;
  const { stageName } = cloud;
  const prefix = prefixOf(stageName);
  const match = matcher(cloud.routes);
  const line = cloud.accessLogFormat === undefined ? undefined : accessLine(cloud.accessLogFormat);

  const handle = async (call: Call, setting: Setting): Promise<{ answer: Answer; found?: Match | undefined }> => {
    const { method, path, body } = call;
    if (body === undefined) return { answer: gatewayAnswer(413, 'Request Entity Too Large') };
    let found: Match | undefined;
    try {
      found = match(method, path.slice(prefix.length) || '/');
    } catch {
      return { answer: gatewayAnswer(400, 'Bad Request') };
    }
    if (!found) return { answer: gatewayAnswer(404, 'Not Found') };
    return { answer: await integrate(found, eventOf({ ...call, body }, found, setting), invoke), found };
  };

  const answer = async (call: Call): Promise<Answer> => {
    const { method, path, since } = call;
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return page(method, path);
    const requestId = randomUUID();
    const setting = { requestId, at: now(), stageName, domainName: call.headers.host ?? '127.0.0.1' };
    const { answer: made, found } = await handle(call, setting);
    if (line) {
      const responseLatency = Math.round(performance.now() - since);
      const context = { requestId, httpMethod: method, routeKey: found?.route.routeKey ?? '-', responseLatency };
      options.writeAccess(line({ ...context, status: made.status, responseLength: Buffer.byteLength(made.body) }));
    }
    return { ...made, headers: { ...made.headers, 'apigw-requestid': requestId } };
  };

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

const integrate = async ({ route }: Match, event: unknown, invoke: Invoke): Promise<Answer> => {
  const { promise: late, resolve } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => resolve(gatewayAnswer(503, 'Service Unavailable')), route.timeoutSeconds * 1000);
  try {
    return await Promise.race([invoke(route.functionId, event).then(answerOf), late]);
  } catch (error) {
    const tooLarge = error instanceof FunctionError && error.errorType === 'Function.RequestSizeTooLarge';
    return tooLarge ? gatewayAnswer(413, 'Request Entity Too Large') : internalError();
  } finally {
    clearTimeout(timer);
  }
};
