import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { StartError } from './start-error.ts';

/** Holds the data for this process; answers how to let go. Throws a StartError while another living process holds it. */
export function takeLock(file: string): () => void {
  const mine = identity(process.pid);
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = read(file);
    const [pid = ''] = holder.split(' ');
    if (isAlive(Number(pid)) && identity(Number(pid)) === holder) {
      throw new StartError(`Another shop (process ${pid}) runs on this data; end it or choose another CANDOR_HOME.`);
    }
    rmSync(file, { force: true });
  }
}

/** Process id and, where the system tells, when the process began: an id alone comes back after a crash or a reboot. */
function identity(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return String(pid);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
