import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { StartError } from './stand-in/start-error.ts';

/** Holds the data for this process; returns how to let go. Throws a StartError while another living process holds it. */
export const takeLock = (file: string): (() => void) => {
  const mine = identityOf(process.pid) ?? String(process.pid);
  for (;;) {
    if (place(file, mine)) return () => rmSync(file, { force: true });
    const holder = read(file);
    if (holder === undefined) continue;
    const [pid = ''] = holder.split(' ');
    if (identityOf(Number(pid)) === holder) throw heldBy(pid);
    // Another start may have put its own in place meanwhile: what is taken away has to be what was read.
    const taken = `${file}.${process.pid}.old`;
    try {
      renameSync(file, taken);
    } catch {
      continue;
    }
    if (read(taken) !== holder) renameSync(taken, file);
    rmSync(taken, { force: true });
  }
};

const heldBy = (pid: string): StartError =>
  new StartError(`Another local cloud (process ${pid}) runs on this data; end it or choose another folder.`);

/** Puts the lock in place with its content in one step; false when there is one. */
const place = (file: string, mine: string): boolean => {
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

/**
 * Returns a living process's id and when it began, as an id alone comes back after a crash or a reboot; undefined for one
 * that is gone, and for one that was killed and has not been waited for by its parent yet (a zombie).
 */
export const identityOf = (pid: number): string | undefined => {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const { state, began } = process.platform === 'linux' ? ofProc(pid) : ofPs(pid);
  return state === undefined || /^[ZX]/.test(state) ? undefined : `${pid} ${began}`;
};

type Process = { state?: string | undefined; began?: string | undefined };

const ofProc = (pid: number): Process => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], began: fields[19] };
  } catch {
    return {};
  }
};

const ofPs = (pid: number): Process => {
  try {
    const told = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [state, ...began] = told.split(/\s+/);
    return { state, began: began.join('-') };
  } catch {
    return {};
  }
};

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
