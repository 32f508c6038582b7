import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app.ts';
import type { Functions } from './lambda/functions.ts';
import type { Part } from './parts.ts';
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
 * code. A change of the template beyond its functions needs a restart, which is said in one sentence; so is a failed build, after
 * which the old code goes on.
 */
export const startWatching = ({ folders, app, cloud, functions, say }: Watching): Part => {
  const closing = new AbortController();
  const { signal } = closing;
  let building: Promise<void> | undefined;
  /** Something was saved that the build under way may not have read. */
  let stale = false;
  const build = async (): Promise<void> => {
    await sleep(settleMs, undefined, { signal });
    stale = false;
    const next = readCloud(await app.assembly(signal));
    if (stale) return;
    const changed = kinds.filter((kind) => JSON.stringify(cloud[kind]) !== JSON.stringify(next[kind]));
    if (changed.length > 0) say(`The template has other ${changed.join(', ')} now: start again to run them.`);
    functions.replace(next.functions);
    say('the new code runs');
  };
  const buildAll = async (): Promise<void> => {
    while (stale && !signal.aborted) {
      await build().catch((error: unknown) => {
        if (!signal.aborted) say(error instanceof Error ? error.message : String(error));
      });
    }
    building = undefined;
  };
  const saved = (_event: string, file: string | null): void => {
    if (file !== null && /(^|\/)\.|~$/.test(file)) return;
    stale = true;
    functions.hold((building ??= buildAll()));
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
