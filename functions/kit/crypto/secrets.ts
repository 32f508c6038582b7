import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { secretName } from '../contract/names.ts';
import { withTimeOut, settings } from '../time-outs.ts';
import { minute } from '../value/time.ts';

/** Reads one secret; the value is parsed once and kept for ten minutes, so that a rotated one is picked up. */
export type Secrets = <S extends z.ZodMiniType>(name: string, schema: S) => Promise<z.output<S>>;

const freshFor = 10 * minute;

/** Secrets of a stage from SSM SecureString parameters. A missing or malformed one throws an error that names it. */
export const stageSecrets = (
  stage: string,
  now: () => Date,
  client: SSMClient = withTimeOut(new SSMClient(settings)),
): Secrets => {
  const kept = new Map<string, { until: number; value: Promise<unknown> }>();

  const read = async (name: string): Promise<unknown> => {
    const parameter = secretName(stage, name);
    const response = await client.send(new GetParametersCommand({ Names: [parameter], WithDecryption: true }));
    const text = response.Parameters?.[0]?.Value;
    if (!text) throw new Error(`parameter ${parameter} is missing`);
    return JSON.parse(text) as unknown;
  };

  return async (name, schema) => {
    const entry = kept.get(name);
    const value = entry && entry.until > now().getTime() ? entry.value : read(name);
    if (value !== entry?.value) {
      kept.set(name, { until: now().getTime() + freshFor, value });
      value.catch(() => kept.delete(name));
    }
    const parsed = z.safeParse(schema, await value);
    if (!parsed.success) throw new Error(`parameter ${secretName(stage, name)} has not the expected form`);
    return parsed.data;
  };
};
