import { appendFileSync } from 'node:fs';
import { Server, type IncomingMessage } from 'node:http';

/**
 * Loaded into a running shop before its own code (`--import`): writes every request that is signed for AWS into the file that
 * RECORD_CALLS names, a line of JSON each. The stand-ins for KMS, Parameter Store and SES have no address that a test could put
 * a proxy before.
 */
const file = process.env['RECORD_CALLS'] ?? '';

const record = (request: IncomingMessage, body: Buffer): void => {
  const { authorization = '', 'x-amz-target': target } = request.headers;
  const [, accessKey] = /Credential=(\w+)\//.exec(authorization) ?? [];
  if (!accessKey || String(target).startsWith('DynamoDB')) return;
  const line = { accessKey, target, path: request.url, body: body.toString('utf8') };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
};

/** The body goes on to the server as it comes; a copy is recorded when its end does, before anybody can have answered. */
const copied = (request: IncomingMessage): void => {
  const chunks: Buffer[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null) record(request, Buffer.concat(chunks));
    else chunks.push(Buffer.from(chunk));
    return push(chunk, encoding);
  };
};

const { emit } = Server.prototype;
Server.prototype.emit = function (this: Server, event: string, ...given: unknown[]) {
  if (event === 'request') copied(given[0] as IncomingMessage);
  return (emit as (...all: unknown[]) => boolean).call(this, event, ...given);
} as typeof emit;
