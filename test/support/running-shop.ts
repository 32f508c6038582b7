import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Addresses = { api: string; mailbox: string; paypal: string; dynamodb: string };
export type RunningShop = {
  addresses: Addresses;
  home: string;
  said: () => string;
  /** Ends the shop as Ctrl-C does; answers its exit code. */
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

/** Milliseconds after which a shop that is not ready will not be; a busy machine takes long. */
const longestStart = 120_000;

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
  const isReady = () => said.includes('candor is ready');
  for (let waited = 0; !isReady() && child.exitCode === null && waited < longestStart; waited += 50)
    await new Promise((resume) => setTimeout(resume, 50));
  if (!isReady()) {
    child.kill('SIGKILL');
    throw new Error(`the shop did not start:\n${said}`);
  }
  const file = path.join(home, 'local.json');
  if (!existsSync(file)) throw new Error('local.json is missing');
  return {
    addresses: JSON.parse(readFileSync(file, 'utf8')) as Addresses,
    home,
    said: () => said,
    stop: () => (child.kill('SIGINT'), ended(child)),
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
};
