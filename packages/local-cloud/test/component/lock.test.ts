import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { identityOf, takeLock } from '../../src/lock.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'local-cloud-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

describe('the lock on the data', () => {
  it('keeps a second cloud away and lets it in afterwards', () => {
    const release = takeLock(at('lock'));
    expect(() => takeLock(at('lock'))).toThrow(`Another local cloud (process ${process.pid}) runs on this data`);
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
