import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareHome } from '../home.ts';
import type { Part } from '../parts.ts';
import { checkPort } from '../stand-in/serve.ts';
import { StartError } from '../stand-in/start-error.ts';
import { endBound, startBound } from './bound-process.ts';
import { databaseAt, DatabaseError } from './call.ts';
import { findJava } from './java.ts';

const longestStartMs = 60_000;

/** A small heap; and no second compiler, nor threads for collecting garbage: they take longer than a shop's few thousand calls last. */
const jvm = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const require = createRequire(import.meta.url);

/** `port` 0 means any free one; without `dir` everything is in memory; `separate` gives every access key a database of its own. */
export type DynamoSettings = { port: number; dir?: string; separate?: boolean };

export type Dynamo = Part & { url: string; close: () => Promise<void> };

/**
 * Starts Amazon's DynamoDB Local and resolves once it can be called. It ends with `close` or with this process, however that ends.
 * Throws a StartError for a missing Java, a taken port, a folder that cannot be used, and a start that takes over a minute.
 */
export const startDynamo = async ({ port: wanted, dir: folder, separate }: DynamoSettings): Promise<Dynamo> => {
  const dir = folder === undefined ? undefined : resolve(folder);
  if (dir !== undefined) prepareHome(dir);
  const java = await findJava(process.env);
  // Every interface, because DynamoDB Local binds all of them and cannot be told otherwise.
  const port = await checkPort(wanted, '0.0.0.0');
  // The emulator copies its library into this folder at every start and leaves the copy behind.
  const scratch = dir === undefined ? mkdtempSync(join(tmpdir(), 'local-cloud-java-')) : join(dir, 'scratch');
  const discard = (): void => rmSync(scratch, { recursive: true, force: true });
  discard();
  mkdirSync(scratch);
  const emulator = join(dirname(require.resolve('amplify-dynamodb-simulator/package.json')), 'emulator');
  const options = [
    ...[...jvm, `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`, `-Djava.io.tmpdir=${scratch}`],
    ...['-jar', join(emulator, 'DynamoDBLocal.jar'), '-disableTelemetry', '-port', String(port)],
    ...(separate ? [] : ['-sharedDb']),
    ...(dir === undefined ? ['-inMemory'] : ['-dbPath', dir]),
  ];
  const child = startBound(java, options, emulator);
  const close = (): Promise<void> => endBound(child).finally(discard);
  const url = `http://127.0.0.1:${port}`;
  try {
    await started(url, child, dir);
  } catch (error) {
    await close();
    throw error;
  }
  return { name: 'database', url, close };
};

const started = async (endpoint: string, child: ChildProcess, dir: string | undefined): Promise<void> => {
  let printed = '';
  const listen = (chunk: Buffer): void => void (printed = (printed + chunk.toString()).slice(-4000));
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.once('error', (error) => (printed = `Exception in thread "main" ${error.message}`));
  const deadline = Date.now() + longestStartMs;
  while (Date.now() < deadline) {
    // With a port taken meanwhile the emulator prints a stack and then stays, without a listener: its words are the only sign.
    if (/Exception in thread "main"/.test(printed) || child.exitCode !== null) {
      throw new StartError(`The local database does not start: ${lastWords(printed)}`);
    }
    if (await isReady(endpoint, dir)) return;
    await sleep(50);
  }
  throw new StartError(`The local database cannot be called within ${longestStartMs / 1000} seconds.`);
};

const lastWords = (printed: string): string => {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /exception|error|invalid/i.test(line)) ?? lines.at(-1) ?? 'it ended without a word.';
};

/** Throws a StartError when the database says that its data cannot be read. */
const isReady = async (endpoint: string, dir = 'memory'): Promise<boolean> => {
  try {
    await databaseAt(endpoint)('ListTables', { Limit: 1 });
    return true;
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) return false;
    throw new StartError(`The database in ${dir} cannot be read (${cause.name}): run with --fresh to begin anew.`);
  }
};
