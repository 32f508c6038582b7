import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { secretName } from '../contract/names.ts';
import { withTimeOut, settings } from '../time-outs.ts';
import { minute } from '../value/time.ts';

/** Reads one secret; the value is parsed once and kept for ten minutes, so that a rotated one is picked up. */
export type Secrets = <S extends z.ZodMiniType>(name: string, schema: S) => Promise<z.output<S>>;

const freshFor = 10 * minute;

/**
 * Secrets of a stage from SSM SecureString parameters. A missing or malformed one throws an error that names it. Those named in
 * `ahead` are read at once: while a function starts it has a whole CPU, and nobody waits yet.
 */
export const stageSecrets = (
  stage: string,
  now: () => Date,
  { ahead = [], client = withTimeOut(new SSMClient(settings)) }: { ahead?: readonly string[]; client?: SSMClient } = {},
): Secrets => {
  const kept = new Map<string, { until: number; value: Promise<unknown> }>();

  const read = async (name: string): Promise<unknown> => {
    const parameter = secretName(stage, name);
    const response = await client.send(new GetParametersCommand({ Names: [parameter], WithDecryption: true }));
    const text = response.Parameters?.[0]?.Value;
    if (!text) throw new Error(`parameter ${parameter} is missing`);
    return JSON.parse(text) as unknown;
  };

  const current = (name: string): Promise<unknown> => {
    const entry = kept.get(name);
    if (entry && entry.until > now().getTime()) return entry.value;
    const value = read(name);
    kept.set(name, { until: now().getTime() + freshFor, value });
    value.catch(() => kept.delete(name));
    return value;
  };

  // One that cannot be read now is read again by the first request.
  for (const name of ahead) current(name).catch(() => undefined);

  return async (name, schema) => {
    const parsed = z.safeParse(schema, await current(name));
    if (!parsed.success) throw new Error(`parameter ${secretName(stage, name)} has not the expected form`);
    return parsed.data;
  };
};
