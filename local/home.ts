import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartError } from '../packages/local-cloud/src/start-error.ts';

/** Where everything lies inside CANDOR_HOME. */
export type Home = Record<(typeof folders)[number] | keyof typeof fileNames, string>;

const folders = ['assembly', 'aws', 'build', 'database', 'logs', 'mail', 'paypal', 'streams'] as const;
const fileNames = {
  access: 'access.json',
  addresses: 'local.json',
  lock: 'lock',
  ports: 'ports.json',
  secrets: 'secrets.json',
  seeded: 'seeded',
} as const;

/** The paths inside the folder, absolute. */
export const homeAt = (folder: string): Home => {
  const parts = [...folders.map((name) => [name, name]), ...Object.entries(fileNames)];
  return Object.fromEntries(parts.map(([part, name]) => [part, path.join(folder, name ?? '')])) as Home;
};

/** Makes the folder where it is missing. Throws a StartError when it cannot be read and written. */
export const prepareHome = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new StartError(`The data directory ${folder} cannot be read and written (${code}).`, { cause });
  }
};

/** Removes the shop's own files and folders, and nothing else that may stand beside them. The lock stays with its holder. */
export const forget = (home: Home): void => {
  for (const [part, file] of Object.entries(home)) {
    if (part !== 'lock') rmSync(file, { recursive: true, force: true });
  }
};

/** Writes JSON so that a reader sees the old file or the new one, never half of it; nobody but the user can read it. */
export const writeJson = (file: string, value: unknown): void => {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
};

/** The JSON of a file; undefined when there is no file or no JSON in it. */
export const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
};
