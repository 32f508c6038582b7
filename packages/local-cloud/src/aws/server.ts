import { mkdirSync } from 'node:fs';
import { json, jsonOf, serve, type Answer, type Call, type Part } from '../stand-in/index.ts';
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

export type RunningAws = Part & { url: string; attach: (cloud: AwsCloud) => void };

type Parts = { operations: Record<string, Operation>; running: { cloud?: AwsCloud }; access: AwsSettings['access'] };

const answer = async ({ operations, running, access }: Parts, call: Call): Promise<Answer> => {
  const { method, path, headers } = call;
  try {
    if (call.body === undefined) throw new AwsError('SerializationException');
    const input = call.body.length === 0 ? {} : jsonOf(call.body);
    const isControl = path.startsWith('/_');
    if (!isControl && !access.allows({ ...call, body: call.body }))
      throw new AwsError('UnrecognizedClientException', 403);
    if (input === undefined) throw new AwsError('SerializationException');
    if (isControl) return await control(running.cloud, { method, path, body: input });
    const name = functionOf(method, path);
    if (name !== undefined) return await invokeFunction(running.cloud, name, headers, input);
    const target = String(headers['x-amz-target'] ?? '');
    const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
    if (!operation) throw new AwsError('UnknownOperationException');
    if (typeof input !== 'object' || input === null) throw new AwsError('SerializationException');
    return amzJson(200, operation(input as Record<string, unknown>));
  } catch (error) {
    const { code, status } = error instanceof AwsError ? error : { code: 'InternalServerError', status: 500 };
    return amzJson(status, { __type: code, message: code });
  }
};

const amzJson = (status: number, body: unknown): Answer =>
  json(status, body, { 'content-type': 'application/x-amz-json-1.1' });

/**
 * Starts stand-ins for KMS and for Systems Manager's Parameter Store on 127.0.0.1 (X-Amz-Target JSON), as far as
 * functions and loaders call them; any other operation is an UnknownOperationException. Keys and parameters that were
 * put are kept in `dir`; `parameters` are there from the start and win over kept ones. Once a cloud is attached, Lambda's
 * Invoke and the paths that begin with `_` reach it. Everything but those paths is 403 without a key of `access`.
 */
export const startAws = async ({ port, dir, parameters, access }: AwsSettings): Promise<RunningAws> => {
  mkdirSync(dir, { recursive: true });
  const operations = { ...openKms(openMasterKeys(dir)), ...openParameters(dir, parameters) };
  const running: Parts['running'] = {};
  const server = await serve({
    port,
    largestBody: 1024 * 1024,
    answer: (call) => answer({ operations, running, access }, call),
    failure: amzJson(500, {}),
  });
  return { name: 'aws', ...server, attach: (cloud) => void (running.cloud = cloud) };
};
