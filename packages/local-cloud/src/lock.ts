import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { StartError } from './stand-in/start-error.ts';

/** Holds the data for this process; returns how to let go. Throws a StartError while another living process holds it. */
export const takeLock = (file: string): (() => void) => {
  const mine = identityOf(process.pid) ?? String(process.pid);
  for (;;) {
    if (placed(file, mine)) return () => rmSync(file, { force: true });
    const holder = unlessMissing(() => readFileSync(file, 'utf8'));
    const [pid = ''] = holder?.split(' ') ?? [];
    if (holder !== undefined && identityOf(Number(pid)) === holder) {
      throw new StartError(`Another local cloud (process ${pid}) runs on this data; end it or choose another folder.`);
    }
    // Another start may have put its own in place meanwhile: what is taken away has to be what was read.
    const taken = `${file}.${process.pid}.old`;
    if (unlessMissing(() => (renameSync(file, taken), true)) === undefined) continue;
    if (readFileSync(taken, 'utf8') !== holder) renameSync(taken, file);
    rmSync(taken, { force: true });
  }
};

/** Puts the lock in place with its content in one step; false when there is one. */
const placed = (file: string, mine: string): boolean => {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, mine);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

const unlessMissing = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Returns a living process's id and when it began, as an id alone comes back after a crash or a reboot; undefined for one
 * that is gone, and for one that was killed and has not been waited for by its parent yet (a zombie).
 */
export const identityOf = (pid: number): string | undefined => {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    const [state = '', began] = process.platform === 'linux' ? ofProc(pid) : ofPs(pid);
    return /^[ZX]/.test(state) ? undefined : `${pid} ${began}`;
  } catch {
    return undefined;
  }
};

const ofProc = (pid: number): (string | undefined)[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [fields[0], fields[19]];
};

const ofPs = (pid: number): (string | undefined)[] => {
  const shown = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state, ...began] = shown.trim().split(/\s+/);
  return [state, began.join('-')];
};
