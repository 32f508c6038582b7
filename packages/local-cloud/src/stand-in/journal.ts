import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

type Line<T> = { put: T[] } | { delete: string };

/** Writes some bytes at the end of a file and returns how many it took; throws what the system says. */
export type Write = (handle: number, bytes: Buffer) => number;

const newline = 0x0a;
const spareLines = 1000;

/**
 * A small store of rows by id that survives a killed process: a JSON-lines file, appended to synchronously, in which the
 * last line of an id wins. A torn last line is dropped when the file is opened, because its write was never answered for.
 */
export class Journal<T extends { id: string }> {
  readonly #file: string;
  readonly #rows: Map<string, T>;
  readonly #write: Write;
  #handle: number;

  private constructor(file: string, rows: Map<string, T>, handle: number, write: Write) {
    this.#file = file;
    this.#rows = rows;
    this.#handle = handle;
    this.#write = write;
  }

  /** Opens or makes the file (mode 0600) with its folder. Throws one sentence naming file and line when a whole line is not a row. */
  static open<T extends { id: string }>(file: string, write: Write = writeSync): Journal<T> {
    mkdirSync(dirname(file), { recursive: true });
    const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    const whole = bytes.lastIndexOf(newline) + 1;
    const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
    const rows = new Map<string, T>();
    lines.forEach((text, index) => replay(rows, readLine<T>(text, file, index + 1)));
    const wasteful = lines.length > 2 * rows.size + spareLines && rewrite(file, rows, write);
    const handle = openSync(file, 'a', 0o600);
    if (!wasteful && whole < bytes.length) ftruncateSync(handle, whole);
    return new Journal(file, rows, handle, write);
  }

  /** The row of an id, as last put; a row is shared, not copied, so change it only by putting another. */
  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  /**
   * Stores rows, all or none of them whatever happens meanwhile; once this returns, they outlive the process. Throws what the
   * system says when the disk takes no more, and then nothing is stored and the file is as it was.
   */
  put(...values: T[]): void {
    if (values.length === 0) return;
    this.#append({ put: values });
    for (const value of values) this.#rows.set(value.id, value);
  }

  /** Forgets a row; an unknown id is no error. */
  delete(id: string): void {
    if (!this.#rows.has(id)) return;
    this.#append({ delete: id });
    this.#rows.delete(id);
  }

  /** All rows, in the order in which their ids were first put. */
  all(): T[] {
    return [...this.#rows.values()];
  }

  /** Forgets every row and empties the file. */
  clear(): void {
    ftruncateSync(this.#handle, 0);
    this.#rows.clear();
  }

  /** Lets go of the file; a put, delete or clear after this throws. */
  close(): void {
    if (this.#handle >= 0) closeSync(this.#handle);
    this.#handle = -1;
  }

  #append(line: Line<T>): void {
    if (this.#handle < 0) throw new Error(`The journal ${this.#file} is closed.`);
    const { size } = fstatSync(this.#handle);
    try {
      writeAll(this.#handle, Buffer.from(`${JSON.stringify(line)}\n`), this.#write);
    } catch (error) {
      // Half a line would join with the next one, which would then be lost with it.
      ftruncateSync(this.#handle, size);
      throw error;
    }
  }
}

/** A disk that is nearly full takes a part first and refuses the rest. */
const writeAll = (handle: number, bytes: Buffer, write: Write): void => {
  for (let from = 0; from < bytes.length;) from += write(handle, bytes.subarray(from));
};

const readLine = <T extends { id: string }>(text: string, file: string, number: number): Line<T> => {
  try {
    const line = JSON.parse(text) as Partial<{ put: T[]; delete: string }> | null;
    if (Array.isArray(line?.put) && line.put.every((row) => typeof row.id === 'string')) return { put: line.put };
    if (typeof line?.delete === 'string') return { delete: line.delete };
  } catch {
    // Falls through to the one sentence below, which says where; the parser's own words would quote the content.
  }
  throw new Error(`The journal ${file} cannot be read: line ${number} is not a row.`);
};

const replay = <T extends { id: string }>(rows: Map<string, T>, line: Line<T>): void => {
  if ('delete' in line) rows.delete(line.delete);
  else for (const row of line.put) rows.set(row.id, row);
};

/**
 * Replaces the file in one step by its live rows, so that a kill half-way leaves either the old file or the new one. False when
 * there is no room for both; the old one is as good, only longer.
 */
const rewrite = <T extends { id: string }>(file: string, rows: Map<string, T>, write: Write): boolean => {
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    for (const row of rows.values()) writeAll(handle, Buffer.from(`${JSON.stringify({ put: [row] })}\n`), write);
    renameSync(`${file}.new`, file);
    return true;
  } catch {
    rmSync(`${file}.new`, { force: true });
    return false;
  } finally {
    closeSync(handle);
  }
};
