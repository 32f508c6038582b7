import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';

/** Log files by name, one line at a time; `close` writes what is left. */
export type LogFiles = { append: (name: string, line: string) => void; close: () => Promise<void> };

/** Opens `<name>.log` files in the folder as they are first written to. */
export const openLogs = (folder: string): LogFiles => {
  mkdirSync(folder, { recursive: true });
  const streams = new Map<string, WriteStream>();
  const streamOf = (name: string): WriteStream => {
    const known = streams.get(name) ?? createWriteStream(path.join(folder, `${name}.log`), { flags: 'a' });
    streams.set(name, known);
    return known;
  };
  return {
    append: (name, line) => void streamOf(name).write(`${line}\n`),
    close: async () => {
      const open = [...streams.values()];
      streams.clear();
      await Promise.all(open.map((stream) => new Promise((resolve) => stream.end(resolve))));
    },
  };
};
