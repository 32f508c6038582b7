import { DynamoDBClient, DynamoDBServiceException, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareHome } from '../home.ts';
import { checkPort, StartError, type Part } from '../stand-in/index.ts';
import { findJava } from './java.ts';
import { cutTether, spawnTethered } from './tethered.ts';

const patienceMs = 60_000;
const answerMs = 10_000;

/** `port` 0 means any free one; without `dir` everything is in memory; `separate` gives every access key a database of its own. */
export type DynamoSettings = { port: number; dir?: string; separate?: boolean };

export type Dynamo = Part & { url: string; close: () => Promise<void> };

/**
 * Starts Amazon's DynamoDB Local and resolves once it answers. It ends with `close` or with this process, however that ends.
 * Throws a StartError for a missing Java, a taken port, a folder that cannot be used, and no answer within a minute.
 */
export const startDynamo = async (settings: DynamoSettings): Promise<Dynamo> => {
  const dir = settings.dir === undefined ? undefined : resolve(settings.dir);
  if (dir !== undefined) prepareHome(dir);
  const java = await findJava(process.env);
  // Every interface, because DynamoDB Local binds all of them and cannot be told otherwise.
  const port = await checkPort(settings.port, '0.0.0.0');
  const home = emulatorHome();
  const { scratch, discard } = scratchFor(dir);
  const sharing = settings.separate ? [] : ['-sharedDb'];
  const child = spawnTethered(java, [...javaOptions(home, scratch), ...sharing, ...emulatorOptions(port, dir)], home);
  const close = (): Promise<void> => cutTether(child).finally(discard);
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answering(endpoint, child, dir);
  } catch (error) {
    await close();
    throw error;
  }
  return { name: 'database', url: endpoint, close };
};

const emulatorHome = (): string => {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('amplify-dynamodb-simulator/package.json')), 'emulator');
};

const javaOptions = (home: string, scratch: string): string[] => {
  const paths = [`-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`, `-Djava.io.tmpdir=${scratch}`];
  return ['-Xmx256m', ...paths, '-jar', join(home, 'DynamoDBLocal.jar')];
};

/** A folder for the copy of its library that the emulator makes at every start and leaves behind; it goes at the end. */
const scratchFor = (dir: string | undefined): { scratch: string; discard: () => void } => {
  const scratch = dir === undefined ? mkdtempSync(join(tmpdir(), 'local-cloud-java-')) : join(dir, 'scratch');
  const discard = (): void => rmSync(scratch, { recursive: true, force: true });
  discard();
  mkdirSync(scratch);
  return { scratch, discard };
};

const emulatorOptions = (port: number, dir: string | undefined): string[] => {
  const storage = dir === undefined ? ['-inMemory'] : ['-dbPath', dir];
  return ['-disableTelemetry', ...storage, '-port', String(port)];
};

const answering = async (endpoint: string, child: ChildProcess, dir: string | undefined): Promise<void> => {
  let printed = '';
  const listen = (chunk: Buffer): void => void (printed = (printed + chunk.toString()).slice(-4000));
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    // With a port taken meanwhile the emulator prints a stack and then stays, without a listener: its words are the only sign.
    if (/Exception in thread "main"/.test(printed) || child.exitCode !== null) failure ??= lastWords(printed);
    if (failure !== undefined) throw new StartError(`The local database does not start: ${failure}`);
    if (await answers(endpoint, dir)) return;
    await sleep(50);
  }
  throw new StartError(`The local database does not answer within ${patienceMs / 1000} seconds.`);
};

const lastWords = (printed: string): string => {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /exception|error|invalid/i.test(line)) ?? lines.at(-1) ?? 'it ended without a word.';
};

/** Whether it answers; throws a StartError when it answers that its data cannot be read. */
const answers = async (endpoint: string, dir: string | undefined): Promise<boolean> => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    await client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal: AbortSignal.timeout(answerMs) });
    return true;
  } catch (cause) {
    if (!(cause instanceof DynamoDBServiceException)) return false;
    const place = dir ?? 'memory';
    throw new StartError(`The database in ${place} cannot be read (${cause.name}): run with --fresh to begin anew.`);
  } finally {
    client.destroy();
  }
};
