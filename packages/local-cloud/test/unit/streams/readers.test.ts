import { Readers } from '../../../src/streams/readers.ts';

const hour = 3_600_000;

describe('a reader of a shard', () => {
  it('does not pause when it was woken while it looked', async () => {
    const readers = new Readers(0);
    const { wakes } = readers;
    readers.wake();
    expect(await readers.pause(hour, new AbortController().signal, wakes)).toBe(true);
  });

  it('pauses until it is woken', async () => {
    const readers = new Readers(0);
    const pausing = readers.pause(hour, new AbortController().signal);
    readers.wake();
    expect(await pausing).toBe(true);
  });

  it('goes on by itself after its pause', async () => {
    expect(await new Readers(0).pause(1, new AbortController().signal)).toBe(false);
  });
});
