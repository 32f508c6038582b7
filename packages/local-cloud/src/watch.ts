import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app.ts';
import type { Functions } from './lambda/functions.ts';
import type { Part } from './stand-in/index.ts';
import type { Cloud } from './template/cloud.ts';
import { readCloud } from './template/read.ts';

/** Editors save in several steps. */
const settleMs = 100;

export type Watching = {
  folders: readonly string[];
  app: Pick<App, 'assembly'>;
  /** What runs. */
  cloud: Cloud;
  functions: Pick<Functions, 'hold' | 'replace'>;
  say: (line: string) => void;
};

/**
 * Watches folders of sources: what is saved there is built again, and every invocation from then on waits for it and runs the new
 * code. A change of the template beyond its functions needs a restart, which is said in one sentence; so is a failed build.
 */
export const startWatching = ({ folders, app, cloud, functions, say }: Watching): Part => {
  const closing = new AbortController();
  const { signal } = closing;
  let building: Promise<void> | undefined;
  let again = false;
  const build = async (): Promise<void> => {
    do {
      await sleep(settleMs, undefined, { signal });
      again = false;
      const next = readCloud(await app.assembly(signal));
      const changed = beyondFunctions(cloud, next);
      if (changed.length > 0) say(`The template has other ${changed.join(', ')} now: start again to run them.`);
      functions.replace(next.functions);
    } while (again);
    say('the new code runs');
  };
  const onSave = (): void => {
    again = true;
    building ??= build()
      .catch((error: unknown) => {
        if (!signal.aborted) say(error instanceof Error ? error.message : String(error));
      })
      .finally(() => (building = undefined));
    functions.hold(building);
  };
  const saved = (_event: string, file: string | null): void => {
    if (file === null || !/(^|\/)\.|~$/.test(file)) onSave();
  };
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, saved));
  const close = async (): Promise<void> => {
    closing.abort();
    for (const watcher of watchers) watcher.close();
    await building;
  };
  return { name: 'watch', close };
};

const kinds = ['routes', 'tables', 'streams', 'schedules', 'parameters', 'stageName', 'accessLogFormat'] as const;

const beyondFunctions = (before: Cloud, after: Cloud): string[] =>
  kinds.filter((kind) => JSON.stringify(before[kind]) !== JSON.stringify(after[kind]));
