import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databaseVariable, serveDatabase } from './database.ts';
import type { Report, Run } from './verdict.ts';

const jest = path.resolve(import.meta.dirname, '../../node_modules/jest/bin/jest.js');
const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

const secondsAllowed = (): number => Number(process.env['TEST_LAYER_SECONDS']) || 1800;

/** Ends jest with everything that its tests have started and not put into a process group of its own. */
const killGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended by itself.
  }
};

/** Jest leads a process group of its own, so that a key that interrupts does not reach it by itself. */
const passOnInterrupts = (child: ChildProcess): void => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    // prettier-ignore
    process.once(signal, () => {
      killGroup(child);
      process.exit(code);
    });
};

const watch = (child: ChildProcess, seconds: number): Promise<Omit<Run, 'report'>> => {
  let ended: Run['ended'];
  let said = '';
  const end = (reason: NonNullable<Run['ended']>) => {
    ended ??= reason;
    killGroup(child);
  };
  const timer = setTimeout(() => end('took too long'), seconds * 1000);
  child.stderr?.on('data', (text: Buffer) => {
    process.stderr.write(text);
    said = (said + text.toString()).slice(-2000);
    if (said.includes('Jest did not exit')) end('did not exit');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      clearTimeout(timer);
      killGroup(child);
      resolve({ status, signal, seconds, ...(ended && { ended }) });
    });
  });
};

const reportIn = (file: string): { report?: Report } => {
  try {
    return { report: JSON.parse(readFileSync(file, 'utf8')) as Report };
  } catch {
    return {};
  }
};

/**
 * Runs jest over layers of the project in the current folder, or over whatever the options select. Temporary files go into a
 * folder that is removed afterwards, whatever the tests leave there, and so does every process that they leave.
 */
export const runJest = async (run: { layers: readonly string[]; options: readonly string[] }): Promise<Run> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-test-'));
  const temporary = path.join(folder, 'tmp');
  mkdirSync(temporary);
  const outputFile = path.join(folder, 'report.json');
  // Paths first: an option of jest may take every word behind it.
  const options = [
    ...run.layers.map((layer) => `test/${layer}/`),
    `--maxWorkers=${run.layers.includes('e2e') ? 1 : 2}`,
    '--openHandlesTimeout=10000',
    '--json',
    `--outputFile=${outputFile}`,
    ...run.options,
  ];
  const database = await serveDatabase();
  const child = spawn(process.execPath, [...node, jest, ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, TMPDIR: temporary, [databaseVariable]: database.url },
  });
  passOnInterrupts(child);
  try {
    return { ...(await watch(child, secondsAllowed())), ...reportIn(outputFile) };
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
