import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../stand-in/start-error.ts';

const databaseFile = 'shared-local-instance.db';

/** Makes the database's folder where it is missing; throws a StartError when it, or the database in it, cannot be read and written. */
export const prepareDataDirectory = (dir: string): void => {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    const database = statSync(join(dir, databaseFile), { throwIfNoEntry: false });
    if (database) accessSync(join(dir, databaseFile), constants.R_OK | constants.W_OK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new StartError(`The data directory ${dir} cannot be read and written (${code}).`, { cause });
  }
};
