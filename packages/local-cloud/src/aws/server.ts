import type { Part } from '../parts.ts';
import { json, jsonOf, serve, type Answer, type Call } from '../stand-in/serve.ts';
import type { Access } from './access.ts';
import { control, type Controls } from './controls.ts';
import { openKms } from './kms.ts';
import { functionOf, invokeFunction, type FunctionNamed } from './lambda.ts';
import { parameterStore } from './parameter-store.ts';
import { AwsError, type Service } from './service.ts';

export type AwsSettings = {
  port: number;
  /** Where keys are kept. */
  dir: string;
  parameters: Readonly<Record<string, string>>;
  /** The keys that callers must sign with. */
  access: Pick<Access, 'allows'>;
};

/** What a running cloud lets callers reach: its controls, and its functions by name. */
export type AwsCloud = Controls & { functionNamed: FunctionNamed };

/** The running services; `attach` lets them reach a cloud. */
export type RunningAws = Part & { url: string; attach: (cloud: AwsCloud) => void };

/**
 * Starts stand-ins for the services that are told apart by X-Amz-Target, on 127.0.0.1, as far as functions and loaders call them; any
 * other operation is an UnknownOperationException. Once a cloud is attached, Lambda's Invoke and the paths that begin with `_` reach
 * it. Everything but those paths and unsigned operations is 403 without a key of `access`.
 */
export const startAws = async ({ port, dir, parameters, access }: AwsSettings): Promise<RunningAws> => {
  const services: Service[] = [openKms(dir), parameterStore(parameters)];
  let cloud: AwsCloud | undefined;
  const answer = async (call: Call): Promise<Answer> => {
    const { body, headers } = call;
    if (body === undefined) throw new AwsError('SerializationException');
    const input = body.length === 0 ? {} : jsonOf(body);
    const isControl = call.path.startsWith('/_');
    const { operation, isUnsigned } = operationOf(services, String(headers['x-amz-target']));
    if (!isControl && !isUnsigned && !access.allows({ ...call, body })) {
      throw new AwsError('UnrecognizedClientException', 403);
    }
    if (input === undefined) throw new AwsError('SerializationException');
    if (isControl) return control(cloud, { ...call, body: input });
    const name = functionOf(call);
    if (name !== undefined) return invokeFunction(cloud?.functionNamed(name), call, input);
    if (!operation) throw new AwsError('UnknownOperationException');
    if (typeof input !== 'object' || input === null) throw new AwsError('SerializationException');
    return amzJson(200, await operation(input as Record<string, unknown>));
  };
  const server = await serve({
    port,
    largestBody: 1024 * 1024,
    answer: (call) => answer(call).catch(refusal),
    failure: amzJson(500, {}),
  });
  return { name: 'aws', ...server, attach: (running) => void (cloud = running) };
};

const operationOf = (services: readonly Service[], target: string) => {
  const service = services.find(({ prefix }) => target.startsWith(prefix));
  const name = target.slice(service?.prefix.length);
  const operation = service && Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  return { operation, isUnsigned: service?.unsigned?.includes(name) === true };
};

const refusal = (error: unknown): Answer => {
  const { code, status } = error instanceof AwsError ? error : { code: 'InternalServerError', status: 500 };
  return amzJson(status, { __type: code, message: code });
};

const amzJson = (status: number, body: unknown): Answer =>
  json(status, body, { 'content-type': 'application/x-amz-json-1.1' });
