import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, type Append } from '../../src/stand-in/journal.ts';

type Row = {
  id: string;
  n: number;
};

describe('a journal', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'journal-'));
    file = join(dir, 'deep', 'rows.jsonl');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('gives every row back when it is opened again without having been closed, the last put of an id winning', () => {
    const first = Journal.open<Row>(file);
    first.put({ id: 'a', n: 1 });
    first.put({ id: 'b', n: 2 });
    first.put({ id: 'a', n: 3 });
    first.put({ id: 'c', n: 4 });
    first.delete('b');
    const second = Journal.open<Row>(file);
    expect(second.all()).toEqual([
      { id: 'a', n: 3 },
      { id: 'c', n: 4 },
    ]);
    expect(second.get('b')).toBeUndefined();
  });

  it('stores several rows in one line, so that a kill leaves all of them or none', () => {
    Journal.open<Row>(file).put({ id: 'a', n: 1 }, { id: 'b', n: 2 });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2);
    expect(Journal.open<Row>(file).all()).toHaveLength(2);
  });

  it('drops a torn last line and appends cleanly after it', () => {
    Journal.open<Row>(file).put({ id: 'a', n: 1 });
    appendFileSync(file, '{"put":[{"id":"b","n":2},{"id":"c"');
    const torn = Journal.open<Row>(file);
    expect(torn.all()).toEqual([{ id: 'a', n: 1 }]);
    torn.put({ id: 'c', n: 3 });
    expect(Journal.open<Row>(file).all()).toEqual([
      { id: 'a', n: 1 },
      { id: 'c', n: 3 },
    ]);
  });

  it('refuses a file with a broken line in the middle, naming file and line but not the content', () => {
    Journal.open<Row>(file).put({ id: 'a', n: 1 });
    appendFileSync(file, 'secret nonsense\n{"delete":"a"}\n');
    expect(() => Journal.open<Row>(file)).toThrow(`The journal ${file} cannot be read: line 2 is not a row.`);
  });

  it('is empty for good after clear', () => {
    const rows = Journal.open<Row>(file);
    rows.put({ id: 'a', n: 1 });
    rows.clear();
    expect(rows.all()).toEqual([]);
    rows.put({ id: 'b', n: 2 });
    expect(Journal.open<Row>(file).all()).toEqual([{ id: 'b', n: 2 }]);
  });

  it('sheds lines that no longer count when it is opened', () => {
    const lines = Array.from({ length: 2000 }, (_, n) => `${JSON.stringify({ put: [{ id: 'a', n }] })}\n`);
    Journal.open<Row>(file).close();
    writeFileSync(file, `${lines.join('')}{"torn`);
    const rows = Journal.open<Row>(file);
    expect(rows.get('a')).toEqual({ id: 'a', n: 1999 });
    expect(readFileSync(file, 'utf8')).toBe('{"put":[{"id":"a","n":1999}]}\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    rows.put({ id: 'b', n: 1 });
    expect(Journal.open<Row>(file).all()).toHaveLength(2);
  });

  it('keeps its file from other users and refuses writes once closed', () => {
    const rows = Journal.open<Row>(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    rows.close();
    expect(() => rows.put({ id: 'a', n: 1 })).toThrow(`The journal ${file} is closed.`);
  });

  describe('on a disk that is full', () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    let room = Infinity;
    const write: Append = (handle, text) => {
      const part = text.slice(0, room);
      writeSync(handle, part);
      room -= part.length;
      if (part !== text) throw full;
    };
    beforeEach(() => (room = Infinity));

    it('refuses a row, as if nothing had been tried, and loses none that it acknowledged', () => {
      const rows = Journal.open<Row>(file, write);
      rows.put({ id: 'a', n: 1 });
      room = 10;
      expect(() => rows.put({ id: 'b', n: 2 })).toThrow(full);
      expect(rows.get('b')).toBeUndefined();
      expect(() => rows.delete('a')).toThrow(full);
      room = Infinity;
      rows.put({ id: 'c', n: 3 });
      const acknowledged = [
        { id: 'a', n: 1 },
        { id: 'c', n: 3 },
      ];
      expect(rows.all()).toEqual(acknowledged);
      expect(Journal.open<Row>(file).all()).toEqual(acknowledged);
    });
  });
});
