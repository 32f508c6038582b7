import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import type { Part } from './parts.ts';

/** How long lines are gathered before they are written together. */
const gatherMs = 50;

/** Log files by name, one line at a time; `close` writes what is left. */
export type LogFiles = Part & { log: (name: string, line: string) => void };

/** Opens `<name>.log` files in the folder as they are first written to; `tell` hears every line, too. */
export const openLogs = (folder: string, tell?: (line: string) => void): LogFiles => {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, WriteStream>();
  const gathered = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const fileOf = (name: string): WriteStream => {
    const file = files.get(name) ?? createWriteStream(path.join(folder, `${name}.log`), { flags: 'a' });
    files.set(name, file);
    return file;
  };
  const write = (): void => {
    timer = undefined;
    for (const [name, lines] of gathered) fileOf(name).write(lines);
    gathered.clear();
  };
  return {
    name: 'logs',
    log: (name, line) => {
      gathered.set(name, `${gathered.get(name) ?? ''}${line}\n`);
      timer ??= setTimeout(write, gatherMs);
      tell?.(`${name}: ${line}`);
    },
    close: async () => {
      clearTimeout(timer);
      write();
      await Promise.all([...files.values()].map((file) => new Promise((resolve) => file.end(resolve))));
    },
  };
};
