import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Addresses = {
  api: string;
  mailbox: string;
  paypal: string;
  dynamodb: string;
  aws: string;
  /** Staff who may sign in without a second factor. */
  staff: { email: string; password: string; groups: string[] }[];
};
export type RunningShop = {
  addresses: Addresses;
  pid: number;
  home: string;
  said: () => string;
  /** Ends the shop as Ctrl-C does; returns its exit code. */
  stop: () => Promise<number | null>;
  /** Ends the shop without a warning. */
  kill: () => Promise<void>;
};

/** A folder for a shop's data, removed by the test that made it. */
export const newHome = (): string => mkdtempSync(path.join(tmpdir(), 'candor-e2e-'));
export const removeHome = (home: string): void => rmSync(home, { recursive: true, force: true, maxRetries: 5 });

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', resolve));

/** A start takes seconds, and minutes on a machine with much else to do: only a shop that hangs is given up. */
const startsWithinMs = 240_000;

/** Starts `bin/local.ts` as `npm start` does, on free ports, and waits until it says that it is ready. */
export const startRunningShop = async (
  home: string,
  environment: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<RunningShop> => {
  const child = spawn(process.execPath, ['--max-semi-space-size=4', 'bin/local.ts', ...args], {
    env: { ...process.env, PORT: '0', CANDOR_HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (text: Buffer) => void (said += text.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const begun = performance.now();
  while (!said.includes('candor is ready')) {
    const late = performance.now() - begun > startsWithinMs;
    if (late) child.kill('SIGKILL');
    if (late || child.exitCode !== null) throw new Error(`the shop did not start:\n${said}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
  const file = path.join(home, 'local.json');
  if (!existsSync(file)) throw new Error('local.json is missing');
  return {
    addresses: JSON.parse(readFileSync(file, 'utf8')) as Addresses,
    pid: child.pid ?? 0,
    home,
    said: () => said,
    stop: () => (child.kill('SIGINT'), ended(child)),
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
};
