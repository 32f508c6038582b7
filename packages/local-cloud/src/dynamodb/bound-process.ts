import { spawn, type ChildProcess } from 'node:child_process';

/**
 * The shell starts the command and holds the read end of a pipe whose only writer is this process. Whichever way this process
 * ends, SIGKILL included, the system closes the pipe, `cat` ends, and the command is killed. When the command ends first, the
 * guard goes before its process id can mean another process.
 */
const script = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
{ cat >/dev/null; kill -9 $child; } <&3 3<&- 2>/dev/null &
guard=$!
exec 3<&- </dev/null
wait $child
code=$?
kill $guard 2>/dev/null
exit $code
`;

/**
 * Starts a command that cannot outlive this process. It is in a process group of its own, so that Ctrl-C in the terminal
 * reaches it only through us, in our order. End it by `endBound`.
 */
export const startBound = (command: string, args: string[], cwd: string): ChildProcess =>
  spawn('/bin/sh', ['-c', script, 'bound', command, ...args], { cwd, detached: true, stdio: 'pipe' });

/** Kills the command and resolves once it is gone; one that is gone already is no error. */
export const endBound = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.destroy();
  await gone;
};
