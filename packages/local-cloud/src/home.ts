import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartError } from './stand-in/start-error.ts';

const own = {
  access: 'access.json',
  aws: 'aws',
  database: 'database',
  identity: 'identity',
  lock: 'lock',
  logs: 'logs',
  mail: 'mail',
  ports: 'ports.json',
  seeded: 'seeded',
  streams: 'streams',
};

/** Where everything is inside the folder of data. */
export type Home<K extends string = never> = Record<keyof typeof own | K, string>;

/** Returns the paths inside the folder; `more` are files and folders that an app keeps there besides. */
export const homeAt = <K extends string = never>(folder: string, more?: Readonly<Record<K, string>>): Home<K> => {
  const names = Object.entries<string>({ ...own, ...more });
  return Object.fromEntries(names.map(([part, name]) => [part, path.join(folder, name)])) as Home<K>;
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

/** Removes what is ours in the folder, and nothing else that may be beside it. The lock stays with its holder. */
export const forget = ({ lock: _held, ...files }: Home): void => {
  for (const file of Object.values(files)) rmSync(file, { recursive: true, force: true });
};

/** Writes JSON so that a reader sees the old file or the new one, never half of it; nobody but the user can read it. */
export const writeJson = (file: string, value: unknown): void => {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
};

/** Returns the JSON of a file; undefined when there is no file or no JSON in it. */
export const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
};
