import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Seed } from 'local-cloud';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, '../bin/seed-local.ts');

/** Fills the demonstration catalogue, in a process of its own, so that what the loader holds in memory goes when it is done. */
export const seed: Seed = async (at, signal) => {
  await run(process.execPath, [script], { env: { ...process.env, SEED_AT: JSON.stringify(at) }, signal });
};
