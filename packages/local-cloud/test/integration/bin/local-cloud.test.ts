import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyOfNotes, notesAssembly } from '../../support/notes.ts';

const program = path.join(import.meta.dirname, '../../../bin/local-cloud.ts');

let home: string;
beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'local-cloud-bin-'))));
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

/** Starts `local-cloud` as a process of its own. */
const run = (...args: string[]) => {
  const child = spawn(process.execPath, [program, ...args, '--port', '0', '--home', home], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { said, ended, stop: () => (child.kill('SIGINT'), ended) };
};

describe('local-cloud with the assembly of any app', () => {
  it('serves its API, its stream and its schedule until Ctrl-C', async () => {
    const cloud = run(notesAssembly);
    const addressOf = (name: string) => new RegExp(`^${name} +(http\\S+)$`, 'm').exec(cloud.said.out)?.[1];
    while (!addressOf('aws') && !cloud.said.err) await sleep(50);
    const notes = async (method = 'GET', note = '') =>
      (await (await fetch(`${addressOf('api')}/${note}`, { method })).json()) as { notes: string[] };
    expect(await notes('PUT', 'milk')).toMatchObject({ notes: expect.arrayContaining(['milk']) });
    const { status } = await fetch(`${addressOf('aws')}/_schedules/notes-Handler886CB40B`, { method: 'POST' });
    expect(status).toBe(200);
    while ((await notes()).notes.length < 4) await sleep(50);
    expect(await notes()).toEqual({ notes: ['milk', 'scheduled', 'seen milk', 'seen scheduled'] });
    expect(await cloud.stop()).toBe(0);
    expect(cloud.said.err).toBe('');
  }, 120_000);

  it('refuses what it does not know by name, in one sentence', async () => {
    const folder = copyOfNotes();
    const file = path.join(folder, 'notes.template.json');
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: object };
    const Resources = { ...template.Resources, Box: { Type: 'AWS::S3::Bucket' } };
    writeFileSync(file, JSON.stringify({ ...template, Resources }));
    const cloud = run(folder);
    expect(await cloud.ended).toBe(1);
    rmSync(folder, { recursive: true });
    expect(cloud.said.err).toBe(
      'The local cloud does not understand the template at notes/Box: the resource type AWS::S3::Bucket is unknown.\n',
    );
  }, 120_000);

  it.each([
    ['a folder without an assembly', ['/nowhere'], /^\/nowhere holds no cloud assembly\.\n$/],
    ['an unknown flag', ['--frish'], /^Unknown option '--frish'.*\n$/],
  ])(
    'refuses %s, in one sentence',
    async (_what, args, sentence) => {
      const cloud = run(...args);
      expect([await cloud.ended, cloud.said.err]).toEqual([1, expect.stringMatching(sentence)]);
    },
    60_000,
  );
});
