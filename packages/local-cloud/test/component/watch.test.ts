import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newAccess } from '../../src/aws/access.ts';
import { startClock } from '../../src/clock.ts';
import { startFunctions, type Functions } from '../../src/lambda/functions.ts';
import type { Part } from '../../src/parts.ts';
import { StartError } from '../../src/stand-in/index.ts';
import { readCloud } from '../../src/template/read.ts';
import { startWatching } from '../../src/watch.ts';
import { copyOfNotes, notesAssembly } from '../support/notes.ts';

let sources: string;
let functions: Functions;
let watching: Part;
let said: string[];
let built: string[];
/** What a build waits for before it reads its source. */
let gate: Promise<void>;

const save = (code: string) => writeFileSync(path.join(sources, 'deep', 'index.js'), code);
const result = () => functions.invoke('Handler886CB40B', {});
const until = async (holds: () => boolean) => {
  while (!holds()) await sleep(5);
};

beforeEach(() => {
  sources = mkdtempSync(path.join(tmpdir(), 'local-cloud-sources-'));
  mkdirSync(path.join(sources, 'deep'));
  [said, built, gate] = [[], [], Promise.resolve()];
  save("exports.handler = async () => 'old';");
  const assembly = async (): Promise<string> => {
    const folder = copyOfNotes();
    built.push(folder);
    await gate;
    const code = readFileSync(path.join(sources, 'deep', 'index.js'), 'utf8');
    if (code.includes('?!')) throw new StartError('index.js does not compile.');
    writeFileSync(path.join(folder, 'asset', 'index.js'), code);
    return folder;
  };
  const cloud = readCloud(notesAssembly);
  functions = startFunctions({
    functions: [],
    idleMs: () => Infinity,
    access: newAccess(),
    clock: startClock(),
    environment: {},
    log: () => undefined,
  });
  watching = startWatching({ folders: [sources], app: { assembly }, cloud, functions, say: (line) => said.push(line) });
});
afterEach(async () => {
  await watching.close();
  await functions.close();
  for (const folder of [sources, ...built]) rmSync(folder, { recursive: true });
});

describe('a saved file of the sources', () => {
  it('is built, and the next invocation runs it', async () => {
    save("exports.handler = async () => 'new';");
    await until(() => said.length > 0);
    expect([said, await result()]).toEqual([['the new code runs'], 'new']);
    save("exports.handler = async () => 'newer';");
    await until(() => said.length > 1);
    expect(await result()).toBe('newer');
  });

  it('is waited for by an invocation that comes while it is built', async () => {
    const open = Promise.withResolvers<void>();
    gate = open.promise;
    save("exports.handler = async () => 'new';");
    await until(() => built.length > 0);
    const waiting = result();
    open.resolve();
    expect(await waiting).toBe('new');
  });

  it('is built again when it is saved again meanwhile', async () => {
    const open = Promise.withResolvers<void>();
    gate = open.promise;
    save("exports.handler = async () => 'new';");
    await until(() => built.length > 0);
    save("exports.handler = async () => 'newer';");
    await sleep(50);
    open.resolve();
    await until(() => built.length > 1 && said.length > 0);
    expect(await result()).toBe('newer');
  });

  it('that does not compile says so, and the old code goes on', async () => {
    save("exports.handler = async () => 'new';");
    await until(() => said.length > 0);
    save('?!');
    await until(() => said.length > 1);
    expect([said.at(-1), await result()]).toEqual(['index.js does not compile.', 'new']);
    save("exports.handler = async () => 'mended';");
    await until(() => said.length > 2);
    expect(await result()).toBe('mended');
  });
});
