import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

type Row = { id: string };
type Line<T> = { put?: T[]; delete?: string };

/** Writes a text at the end of an open file, whole; throws what the system says. */
export type Append = (handle: number, text: string) => void;

/**
 * A small store of rows by id that survives a killed process: a JSON-lines file, appended to synchronously, in which the last
 * line of an id wins. A torn last line is dropped when the file is opened, because nobody was told that it was stored.
 */
export type Journal<T extends Row> = {
  /** The row of an id, as last put; a row is shared, not copied, so change it only by putting another. */
  get: (id: string) => T | undefined;
  /** All rows, in the order in which their ids were first put. */
  all: () => T[];
  /**
   * Stores rows, all or none of them whatever happens meanwhile; once this returns, they outlive the process. Throws what the
   * system says when the disk takes no more, and then nothing is stored and the file is as it was.
   */
  put: (...rows: T[]) => void;
  /** Forgets a row; an unknown id is no error. */
  delete: (id: string) => void;
  clear: () => void;
  /** Lets go of the file; a put or delete after this throws. */
  close: () => void;
};

/** Opens or makes the file (mode 0600) with its folder. Throws one sentence naming file and line when a whole line is not a row. */
const open = <T extends Row>(file: string, append: Append = writeFileSync): Journal<T> => {
  mkdirSync(dirname(file), { recursive: true });
  const rows = readRows<T>(file);
  const handle = openSync(file, 'a', 0o600);
  let closed = false;
  const write = (line: Line<T>): void => {
    if (closed) throw new Error(`The journal ${file} is closed.`);
    const { size } = fstatSync(handle);
    try {
      append(handle, `${JSON.stringify(line)}\n`);
    } catch (error) {
      // Half a line would join with the next one, which would then be lost with it.
      ftruncateSync(handle, size);
      throw error;
    }
    replay(rows, line);
  };
  return {
    get: (id) => rows.get(id),
    all: () => [...rows.values()],
    put: (...put) => put.length > 0 && write({ put }),
    delete: (id) => rows.has(id) && write({ delete: id }),
    clear: () => {
      ftruncateSync(handle, 0);
      rows.clear();
    },
    close: () => {
      if (!closed) closeSync(handle);
      closed = true;
    },
  };
};

export const Journal = { open };

/** Reads the rows; a file with lines that count no more is replaced in one step, so that a kill leaves the old file or the new one. */
const readRows = <T extends Row>(file: string): Map<string, T> => {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [''];
  const torn = lines.pop() !== '';
  const rows = new Map<string, T>();
  lines.forEach((text, index) => replay(rows, lineOf<T>(text, `${file} cannot be read: line ${index + 1}`)));
  if (torn || lines.length > rows.size) {
    const live = [...rows.values()].map((row) => `${JSON.stringify({ put: [row] })}\n`);
    writeFileSync(`${file}.new`, live.join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return rows;
};

/** The parser's own words would quote the content, so the sentence says where and nothing else. */
const lineOf = <T>(text: string, where: string): Line<T> => {
  try {
    const line = JSON.parse(text) as Line<T> | null;
    if (Array.isArray(line?.put) || typeof line?.delete === 'string') return line;
  } catch {
    // Falls through.
  }
  throw new Error(`The journal ${where} is not a row.`);
};

const replay = <T extends Row>(rows: Map<string, T>, line: Line<T>): void => {
  for (const row of line.put ?? []) rows.set(row.id, row);
  if (line.delete !== undefined) rows.delete(line.delete);
};
