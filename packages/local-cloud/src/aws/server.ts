import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Access } from './access.ts';
import { control, type Controls } from './controls.ts';
import { functionOf, invokeFunction, type InvokableCloud } from './lambda.ts';
import { openMasterKeys } from './master-keys.ts';
import { openKms } from './kms.ts';
import { openParameters } from './parameters.ts';
import { AwsError, type Operation } from './wire.ts';

export type AwsSettings = {
  port: number;
  dir: string;
  parameters: Readonly<Record<string, string>>;
  /** The keys that callers must sign with. */
  access: Pick<Access, 'allows'>;
};
/** What a running cloud lets callers reach: its controls, and its functions by name. */
export type AwsCloud = Controls & InvokableCloud;

export type RunningAws = { url: string; attach: (cloud: AwsCloud) => void; close(): Promise<void> };

const mostBytes = 1024 * 1024;

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new AwsError('SerializationException');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8') || '{}') as unknown;
  } catch {
    throw new AwsError('SerializationException');
  }
};

const objectOf = (input: unknown): Record<string, unknown> => {
  if (typeof input !== 'object' || input === null) throw new AwsError('SerializationException');
  return input as Record<string, unknown>;
};

const send = (
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/x-amz-json-1.1',
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { ...headers, 'content-type': type });
  response.end(body === undefined ? '' : JSON.stringify(body));
};

type Parts = { operations: Record<string, Operation>; running: { cloud?: AwsCloud }; access: AwsSettings['access'] };

const answer = async ({ operations, running, access }: Parts, request: IncomingMessage, response: ServerResponse) => {
  const { pathname: path } = new URL(request.url ?? '/', 'http://aws');
  const method = request.method ?? '';
  try {
    if (path.startsWith('/_')) {
      const { status, body } = await control(running.cloud, {
        method,
        path,
        body: async () => parsed(await bytesOf(request)),
      });
      return send(response, status, body, status < 400 ? 'application/json' : 'application/problem+json');
    }
    const body = await bytesOf(request);
    const { url = '/', headers } = request;
    if (!access.allows({ method, url, headers, body })) throw new AwsError('UnrecognizedClientException', 403);
    const name = functionOf(method, path);
    if (name !== undefined) {
      const invoked = await invokeFunction(running.cloud, name, request.headers, parsed(body));
      return send(response, invoked.status, invoked.body, 'application/json', invoked.headers);
    }
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
    if (!operation) throw new AwsError('UnknownOperationException');
    send(response, 200, operation(objectOf(parsed(body))));
  } catch (error) {
    const code = error instanceof AwsError ? error.code : 'InternalServerError';
    send(response, error instanceof AwsError ? error.status : 500, { __type: code, message: code });
  }
};

/**
 * Starts stand-ins for KMS and for Systems Manager's Parameter Store on 127.0.0.1 (X-Amz-Target JSON), as far as the
 * functions and the loader call them; any other operation is an UnknownOperationException. Keys and parameters that were
 * put are kept in `dir`; `parameters` are there from the start and win over kept ones. Once a cloud is attached, Lambda's
 * Invoke and the paths that begin with `_` reach it. Everything but those paths is 403 without a key of `access`.
 */
export const startAws = async ({ port, dir, parameters, access }: AwsSettings): Promise<RunningAws> => {
  mkdirSync(dir, { recursive: true });
  const operations = { ...openKms(openMasterKeys(dir)), ...openParameters(dir, parameters) };
  const running: Parts['running'] = {};
  const server = createServer((request, response) => void answer({ operations, running, access }, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, attach: (cloud) => void (running.cloud = cloud), close };
};
