import { join } from 'node:path';
import { Journal } from 'local-cloud/stand-in';
import type { Kind, Row, RowOf } from './rows.ts';

const attemptsKept = 20_000;

/** Everything that the stand-in remembers, in one journal, so that what belongs together is stored in one step. */
export class State {
  readonly #journal: Journal<Row>;
  readonly #tables = new Map<Kind, Map<string, Row>>();
  readonly #open = new Map<string, Row>();

  private constructor(journal: Journal<Row>) {
    this.#journal = journal;
    for (const row of journal.all()) this.#keep(row);
  }

  /** Opens the state of a folder and sheds answers and tokens that are past their life, and all but the last attempts. */
  static open(dir: string, now: number): State {
    const state = new State(Journal.open<Row>(join(dir, 'state.jsonl')));
    const stale = [...state.rows('answer'), ...state.rows('token')].filter((row) => row.until <= now);
    for (const row of [...stale, ...state.rows('attempt').slice(0, -attemptsKept)]) state.drop(row.kind, row.id);
    return state;
  }

  /** A row by kind and id. */
  row<K extends Kind>(kind: K, id: string): RowOf<K> | undefined {
    return this.#table(kind).get(id) as RowOf<K> | undefined;
  }

  /** All rows of a kind, oldest first. */
  rows<K extends Kind>(kind: K): RowOf<K>[] {
    return [...this.#table(kind).values()] as RowOf<K>[];
  }

  /** Stores rows, all or none of them. */
  save(...rows: Row[]): void {
    this.#journal.put(...rows);
    for (const row of rows) this.#keep(row);
  }

  /** The orders and captures that time still changes, so that nobody has to look through all. */
  open<K extends 'order' | 'capture'>(kind: K): RowOf<K>[] {
    return [...this.#open.values()].filter((row): row is RowOf<K> => row.kind === kind);
  }

  /** Forgets a row. */
  drop(kind: Kind, id: string): void {
    this.#journal.delete(id);
    this.#table(kind).delete(id);
    this.#open.delete(id);
  }

  /** Lets go of the file. */
  close(): void {
    this.#journal.close();
  }

  #keep(row: Row): void {
    this.#table(row.kind).set(row.id, row);
    if (isOpen(row)) this.#open.set(row.id, row);
    else this.#open.delete(row.id);
  }

  #table(kind: Kind): Map<string, Row> {
    const table = this.#tables.get(kind) ?? new Map<string, Row>();
    this.#tables.set(kind, table);
    return table;
  }
}

const isOpen = (row: Row): boolean =>
  row.kind === 'order'
    ? row.status !== 'COMPLETED' && row.status !== 'VOIDED'
    : row.kind === 'capture' && row.status === 'PENDING';
