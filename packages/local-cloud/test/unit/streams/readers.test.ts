import { Readers } from '../../../src/streams/readers.ts';

const hour = 3_600_000;
const { signal } = new AbortController();

describe('a reader of a shard', () => {
  it('does not pause when its table was written while it looked', async () => {
    const readers = new Readers(0);
    const seen = readers.wakesOf('notes');
    readers.wake(['notes']);
    expect(await readers.pause('notes', hour, signal, seen)).toBe(true);
  });

  it('pauses until its table is written', async () => {
    const readers = new Readers(0);
    const pausing = readers.pause('notes', hour, signal);
    readers.wake(['others', 'notes']);
    expect(await pausing).toBe(true);
  });

  it('sleeps on when another table is written', async () => {
    const readers = new Readers(0);
    const pausing = readers.pause('notes', 20, signal);
    readers.wake(['others']);
    expect(await pausing).toBe(false);
  });

  it('goes on by itself after its pause', async () => {
    expect(await new Readers(0).pause('notes', 1, signal)).toBe(false);
  });
});
