import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forget, homeAt, prepareHome, readJson, writeJson } from '../../src/home.ts';
import { openPorts } from '../../src/ports.ts';
import { StartError } from '../../src/stand-in/index.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'local-cloud-home-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

describe('the data folder', () => {
  it('is made with its parents', () => {
    prepareHome(at('a/b'));
    expect(statSync(at('a/b')).isDirectory()).toBe(true);
  });

  it('is refused in one sentence when it is a file', () => {
    writeFileSync(at('file'), '');
    expect(() => prepareHome(at('file'))).toThrow(StartError);
    expect(() => prepareHome(at('file'))).toThrow(`The data directory ${at('file')} cannot be read and written`);
  });

  it('is begun anew without touching what is not ours, nor the lock', () => {
    const home = homeAt(folder, { secrets: 'secrets.json', addresses: 'local.json' });
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
});

describe('the port of a service', () => {
  it.each([
    ['{"mail":PORT}', true],
    ['{"mail":"PORT"}', false],
    ['{"other":PORT}', false],
    ['half of {', false],
  ])('is read from %s: %p', async (text, again) => {
    const before = await openPorts(at('before'), 0).choose('mail');
    writeFileSync(at('ports'), text.replace('PORT', String(before)));
    expect((await openPorts(at('ports'), 0).choose('mail')) === before).toBe(again);
  });

  it('is the same at the next start, and never one that is promised', async () => {
    const first = await openPorts(at('ports'), 0).choose('mail');
    expect(await openPorts(at('ports'), 0).choose('mail')).toBe(first);
    expect(await openPorts(at('ports'), first).choose('mail')).not.toBe(first);
    expect(existsSync(at('ports'))).toBe(true);
  });

  it('is the preferred one where that is free', async () => {
    const free = await openPorts(at('before'), 0).choose('any');
    expect(await openPorts(at('ports'), 0).choose('mail', free)).toBe(free);
  });
});
