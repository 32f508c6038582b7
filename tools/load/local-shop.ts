import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { StandIns } from './stage-ports.ts';

const Address = z.optional(z.url());
const LocalJson = z.object({ dynamodb: Address, aws: Address });

/**
 * Where a running local shop has its database, its keys and its parameters, by the `local.json` in its folder; what that
 * file does not say is left to AWS_ENDPOINT_URL_… in the environment.
 */
export const localStandIns = (folder: string): StandIns => {
  try {
    return z.parse(LocalJson, JSON.parse(readFileSync(path.join(folder, 'local.json'), 'utf8')));
  } catch {
    return {};
  }
};
