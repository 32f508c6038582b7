import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

type Line<T> = { put: T[] } | { delete: string };

/** Writes a text at the end of an open file, whole; throws what the system says. */
export type Append = (handle: number, text: string) => void;

/**
 * A small store of rows by id that survives a killed process: a JSON-lines file, appended to synchronously, in which the last
 * line of an id wins. A torn last line is dropped when the file is opened, because nobody was told that it was stored.
 */
export class Journal<T extends { id: string }> {
  readonly #file: string;
  readonly #rows: Map<string, T>;
  readonly #append: Append;
  readonly #handle: number;
  #closed = false;

  private constructor(file: string, rows: Map<string, T>, append: Append) {
    this.#file = file;
    this.#rows = rows;
    this.#append = append;
    this.#handle = openSync(file, 'a', 0o600);
  }

  /** Opens or makes the file (mode 0600) with its folder. Throws one sentence naming file and line when a whole line is not a row. */
  static open<T extends { id: string }>(file: string, append: Append = writeFileSync): Journal<T> {
    mkdirSync(dirname(file), { recursive: true });
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [''];
    const torn = lines.pop() !== '';
    const rows = new Map<string, T>();
    lines.forEach((text, index) => replay(rows, lineOf<T>(text, `${file} cannot be read: line ${index + 1}`)));
    if (torn || lines.length > rows.size) rewrite(file, rows);
    return new Journal(file, rows, append);
  }

  /** Returns the row of an id, as last put; a row is shared, not copied, so change it only by putting another. */
  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  /**
   * Stores rows, all or none of them whatever happens meanwhile; once this returns, they outlive the process. Throws what the
   * system says when the disk takes no more, and then nothing is stored and the file is as it was.
   */
  put(...values: T[]): void {
    if (values.length === 0) return;
    this.#write({ put: values });
    for (const value of values) this.#rows.set(value.id, value);
  }

  /** Forgets a row; an unknown id is no error. */
  delete(id: string): void {
    if (!this.#rows.has(id)) return;
    this.#write({ delete: id });
    this.#rows.delete(id);
  }

  /** Returns all rows, in the order in which their ids were first put. */
  all(): T[] {
    return [...this.#rows.values()];
  }

  /** Forgets every row and empties the file. */
  clear(): void {
    ftruncateSync(this.#handle, 0);
    this.#rows.clear();
  }

  /** Lets go of the file; a put or delete after this throws. */
  close(): void {
    if (!this.#closed) closeSync(this.#handle);
    this.#closed = true;
  }

  #write(line: Line<T>): void {
    if (this.#closed) throw new Error(`The journal ${this.#file} is closed.`);
    const { size } = fstatSync(this.#handle);
    try {
      this.#append(this.#handle, `${JSON.stringify(line)}\n`);
    } catch (error) {
      // Half a line would join with the next one, which would then be lost with it.
      ftruncateSync(this.#handle, size);
      throw error;
    }
  }
}

/** The parser's own words would quote the content, so the sentence says where and nothing else. */
const lineOf = <T>(text: string, where: string): Partial<{ put: T[]; delete: string }> => {
  try {
    const line = JSON.parse(text) as Partial<{ put: T[]; delete: string }> | null;
    if (Array.isArray(line?.put) || typeof line?.delete === 'string') return line;
  } catch {
    // Falls through.
  }
  throw new Error(`The journal ${where} is not a row.`);
};

const replay = <T extends { id: string }>(
  rows: Map<string, T>,
  { put = [], delete: id }: ReturnType<typeof lineOf<T>>,
) => {
  for (const row of put) rows.set(row.id, row);
  if (id !== undefined) rows.delete(id);
};

/** Replaces the file in one step by its live rows, so that a kill half-way leaves either the old file or the new one. */
const rewrite = <T extends { id: string }>(file: string, rows: Map<string, T>): void => {
  const lines = [...rows.values()].map((row) => `${JSON.stringify({ put: [row] })}\n`);
  writeFileSync(`${file}.new`, lines.join(''), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};
