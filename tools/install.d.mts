type Lock = {
  packages?: Record<string, { version?: string; integrity?: string; optional?: boolean; devOptional?: boolean }>;
};

/** Returns whether the installed packages are those of the lockfile. */
export function isInstalled(lock: Lock | undefined, installed: Lock | undefined): boolean;

/** Returns whether a Node of this version runs TypeScript as it is. */
export function runsTypeScript(version: string): boolean;

/** Returns which Node runs the script, or the sentence that says that none can. */
export function chooseNode(version: string, installedNode: string | undefined): { node?: string; sentence?: string };

/** Returns whether these arguments of `npm test` run layers that need a database. */
export function needsDatabase(args: readonly string[]): boolean;
