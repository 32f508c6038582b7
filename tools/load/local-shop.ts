import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { StandIns } from './stage-ports.ts';

const Address = z.optional(z.url());
const LocalJson = z.object({ dynamodb: Address, aws: Address });
const AccessJson = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

const read = <T extends z.ZodMiniType>(folder: string, name: string, schema: T): z.output<T> | undefined => {
  try {
    return z.parse(schema, JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * Returns where a running local shop has its database, its keys and its parameters, by the `local.json` in its folder, and
 * the access key beside it; what these do not say is left to AWS_ENDPOINT_URL_… in the environment.
 */
export const localStandIns = (folder: string): StandIns => {
  const accessKey = read(folder, 'access.json', AccessJson);
  return { ...read(folder, 'local.json', LocalJson), ...(accessKey && { accessKey }) };
};
