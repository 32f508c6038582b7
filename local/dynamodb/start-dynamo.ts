import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { freePort } from './free-port.ts';
import { findJava } from './java.ts';
import { cutTether, spawnTethered } from './tethered.ts';

const patienceMs = 60_000;

/** `port` 0 means any free one; without `dir` everything is in memory. */
export type DynamoSettings = { port: number; dir?: string };

export type Dynamo = { endpoint: string; close(): Promise<void> };

/**
 * Starts Amazon's DynamoDB Local and resolves once it answers. It ends with `close` or with this process, however that ends.
 * Throws a StartError for a missing Java, a taken port, a folder that cannot be used, and no answer within a minute.
 */
export async function startDynamo(settings: DynamoSettings): Promise<Dynamo> {
  const dir = settings.dir === undefined ? undefined : resolve(settings.dir);
  if (dir !== undefined) prepareDataDirectory(dir);
  const java = await findJava(process.env);
  const port = await freePort(settings.port);
  const home = emulatorHome();
  const child = spawnTethered(java, [...javaOptions(home), ...emulatorOptions(port, dir)], home);
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answering(endpoint, child);
  } catch (error) {
    await cutTether(child);
    throw error;
  }
  return { endpoint, close: () => cutTether(child) };
}

function emulatorHome(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('amplify-dynamodb-simulator/package.json')), 'emulator');
}

function javaOptions(home: string): string[] {
  const library = join(home, 'DynamoDBLocal_lib');
  return ['-Xmx256m', `-Djava.library.path=${library}`, '-jar', join(home, 'DynamoDBLocal.jar')];
}

function emulatorOptions(port: number, dir: string | undefined): string[] {
  const storage = dir === undefined ? ['-inMemory'] : ['-dbPath', dir];
  return ['-sharedDb', '-disableTelemetry', ...storage, '-port', String(port)];
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
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
    if (await answers(endpoint)) return;
    await sleep(50);
  }
  throw new StartError(`The local database does not answer within ${patienceMs / 1000} seconds.`);
}

function lastWords(printed: string): string {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /exception|error|invalid/i.test(line)) ?? lines.at(-1) ?? 'it ended without a word.';
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(1000) });
    await response.arrayBuffer();
    // An unsigned GET is refused, which is an answer.
    return response.status === 400;
  } catch {
    return false;
  }
}
