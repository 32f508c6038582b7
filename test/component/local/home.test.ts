import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accountAt } from '../../../local/secrets.ts';
import { forget, homeAt, prepareHome, readJson, writeJson } from '../../../local/home.ts';
import { identityOf, takeLock } from '../../../packages/local-cloud/src/lock.ts';
import { StartError } from '../../../packages/local-cloud/src/start-error.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'candor-home-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

describe('the data folder', () => {
  it('is made with its parents', () => {
    prepareHome(at('a/b'));
    expect(statSync(at('a/b')).isDirectory()).toBe(true);
  });

  it('is refused in one sentence when a file stands there', () => {
    writeFileSync(at('file'), '');
    expect(() => prepareHome(at('file'))).toThrow(StartError);
    expect(() => prepareHome(at('file'))).toThrow(`The data directory ${at('file')} cannot be read and written`);
  });

  it('is begun anew without touching what is not ours, nor the lock', () => {
    const home = homeAt(folder);
    mkdirSync(home.database);
    writeFileSync(path.join(home.database, 'data'), '');
    for (const file of [home.addresses, home.secrets, home.seeded, home.lock, at('notes.txt')]) writeFileSync(file, '');
    forget(home);
    expect(readdirSync(folder).toSorted()).toEqual(['lock', 'notes.txt']);
  });

  it('holds JSON that only its owner reads', () => {
    writeJson(at('x.json'), { a: 1 });
    expect(readJson(at('x.json'))).toEqual({ a: 1 });
    expect(statSync(at('x.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  it('has no JSON where there is no file or half of one', () => {
    writeFileSync(at('half.json'), '{"a":');
    expect([readJson(at('none.json')), readJson(at('half.json'))]).toEqual([undefined, undefined]);
  });

  it('keeps its account and signing key once they are made', () => {
    let next = 0;
    const random = (bytes: number): Buffer => Buffer.alloc(bytes, ++next);
    const made = accountAt(at('secrets.json'), random);
    expect(made.paypal.webhookId).toMatch(/^[0-9A-F]{17}$/);
    expect(made.paypal.merchantId).toMatch(/^[0-9A-F]{13}$/);
    expect(Buffer.from(made.signingKeys.keys['k1'] ?? '', 'base64')).toHaveLength(32);
    expect(accountAt(at('secrets.json'), random)).toEqual(made);
  });
});

describe('the lock on the data', () => {
  it('keeps a second shop away and lets it in afterwards', () => {
    const release = takeLock(at('lock'));
    expect(() => takeLock(at('lock'))).toThrow(`Another shop (process ${process.pid}) runs on this data`);
    release();
    expect(existsSync(at('lock'))).toBe(false);
    takeLock(at('lock'))();
  });

  it('is void once its holder is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    writeFileSync(at('lock'), String(child.pid));
    expect(() => takeLock(at('lock'))()).not.toThrow();
  });

  it('is void while its holder is killed and not yet waited for', async () => {
    // The shell's child ends, and the shell has become a program that never waits for it: a zombie.
    const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    const holder = identityOf(pid) ?? '';
    expect(holder).toMatch(new RegExp(`^${pid} .`));
    writeFileSync(at('lock'), holder);
    expect(() => takeLock(at('lock'))).toThrow(`process ${pid}`);
    process.kill(pid, 'SIGKILL');
    const state = () => execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    while (!state().startsWith('Z')) await new Promise((resolve) => setTimeout(resolve, 10));
    takeLock(at('lock'))();
    expect(readdirSync(folder)).toEqual([]);
    const ended = new Promise((resolve) => parent.once('exit', resolve));
    parent.kill('SIGKILL');
    await ended;
  });

  it('is void when its holder is another process of the same number', () => {
    writeFileSync(at('lock'), `${process.pid} 1`);
    takeLock(at('lock'));
    expect(readFileSync(at('lock'), 'utf8')).toMatch(new RegExp(`^${process.pid}`));
  });

  it('is void when nobody can be read from it', () => {
    writeFileSync(at('lock'), '');
    expect(() => takeLock(at('lock'))()).not.toThrow();
  });
});
