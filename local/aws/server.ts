import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { openMasterKeys } from './master-keys.ts';
import { openKms } from './kms.ts';
import { openParameters } from './parameters.ts';
import { AwsError, type Operation } from './wire.ts';

export type AwsSettings = { port: number; dir: string; parameters: Readonly<Record<string, string>> };
export type RunningAws = { url: string; close(): Promise<void> };

const mostBytes = 1024 * 1024;

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new AwsError('SerializationException');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException');
  }
};

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
};

const answer = async (operations: Record<string, Operation>, request: IncomingMessage, response: ServerResponse) => {
  try {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
    if (!operation) throw new AwsError('UnknownOperationException');
    send(response, 200, operation(await bodyOf(request)));
  } catch (error) {
    const code = error instanceof AwsError ? error.code : 'InternalServerError';
    send(response, error instanceof AwsError ? 400 : 500, { __type: code, message: code });
  }
};

/**
 * Starts stand-ins for KMS and for Systems Manager's Parameter Store on 127.0.0.1 (X-Amz-Target JSON), as far as the
 * functions and the loader call them; any other operation is an UnknownOperationException. Keys and parameters that were
 * put are kept in `dir`; `parameters` are there from the start and win over kept ones.
 */
export async function startAws({ port, dir, parameters }: AwsSettings): Promise<RunningAws> {
  mkdirSync(dir, { recursive: true });
  const operations = { ...openKms(openMasterKeys(dir)), ...openParameters(dir, parameters) };
  const server = createServer((request, response) => void answer(operations, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
