import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of processor time, user and system, of a process and of all that it has started; the database is a Java process. */
export type ProcessorTime = { node: number; database: number };

const millisecondsPerTick = 10;

type Entry = { pid: number; parent: number; name: string; spent: number };

const entryOf = (pid: string): Entry[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const spent = (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick;
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    return [{ pid: Number(pid), parent: Number(fields[1]), name, spent }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
};

/**
 * Reads what a process and its descendants have spent so far. Unlike the time on the clock it hardly changes with what else the machine
 * does. Linux only: elsewhere there is nothing to read, and it is all zero.
 */
export const processorTimeOf = (pid: number): ProcessorTime => {
  const all = (process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []).flatMap(
    entryOf,
  );
  const family = new Set([pid]);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const each of all) if (family.has(each.parent)) family.add(each.pid);
  }
  const time = { node: 0, database: 0 };
  for (const { name, pid: id, spent } of all) if (family.has(id)) time[name === 'java' ? 'database' : 'node'] += spent;
  return time;
};
