import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';

const copied = [
  'functions',
  'lib',
  'tools',
  'docs',
  'test/harness',
  'test/builders',
  'package.json',
  '.prettierrc.json',
];
let folder = '';
let made: string[] = [];
const inCopy = (file: string): string => path.join(folder, file);
const read = (file: string): string => readFileSync(inCopy(file), 'utf8');
const newContext = (...given: string[]) =>
  spawnSync(process.execPath, ['tools/new-context.ts', ...given], { cwd: folder, encoding: 'utf8' });

/** Relative imports of a file that name no file, or something that the file does not export. */
const broken = (file: string): string[] =>
  [...read(file).matchAll(/import (?:type )?(?:\{([^}]*)\} )?from '(\.[^']+)'/g)].flatMap(
    ([, named = '', from = '']) => {
      const target = path.join(path.dirname(file), from);
      if (!existsSync(inCopy(target))) return [target];
      const names = named.split(',').map((name) => name.trim().replace(/^type /, ''));
      const missing = names.filter((name) => !new RegExp(`export [^;=]*\\b${name}\\b`).test(read(target)));
      return missing.map((name) => `${target} ${name}`);
    },
  );

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'candor-new-context-'));
  for (const each of copied) cpSync(each, inCopy(each), { recursive: true });
  symlinkSync(path.resolve('node_modules'), inCopy('node_modules'), 'junction');
  const { stdout } = newContext('notes', '--above', 'orders');
  made = [...stdout.matchAll(/^made (.+)$/gm)].map(([, file]) => file ?? '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a context made by new:context', () => {
  it('has a file of every kind, and a test in three layers', () => {
    const own = ['contract', 'domain', 'store', 'routes', 'public'].map((file) => `functions/notes/${file}.ts`);
    expect([...made].sort()).toEqual(
      [
        ...own,
        'functions/notes/README.md',
        'test/unit/notes/domain.test.ts',
        'test/integration/notes/store.test.ts',
        'test/component/notes/routes.test.ts',
      ].sort(),
    );
  });

  it('is TypeScript whose imports all exist', () => {
    const sources = made.filter((file) => file.endsWith('.ts'));
    expect(sources.length).toBeGreaterThan(0);
    for (const file of sources) {
      const { diagnostics } = ts.transpileModule(read(file), { reportDiagnostics: true, fileName: file });
      expect({ file, diagnostics, broken: broken(file) }).toEqual({ file, diagnostics: [], broken: [] });
    }
  });

  it('is formatted as everything else', () => {
    const check = [...made, 'functions/contexts.ts', 'docs/reference.md'];
    const run = () =>
      execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--check', ...check], { cwd: folder });
    expect(run).not.toThrow();
  });

  it('is in the list at its layer, and in the documents that are generated', () => {
    expect(read('functions/contexts.ts')).toMatch(/ {2}orders,\n {2}notes,\n {2}paypal,\n/);
    expect(read('docs/reference.md')).toContain('| `GET /notes/{id}`');
    expect(read('docs/reference.md')).toMatch(/\| `notes-public` .*`notes\.items` GetItem/);
  });

  it('is not made twice', () => {
    const again = newContext('notes');
    expect(again).toMatchObject({ status: 1, stderr: 'functions/notes is there already.\n' });
  });

  it('is not made above one that is not there, and leaves nothing behind', () => {
    expect(newContext('memos', '--above', 'nobody')).toMatchObject({ status: 1 });
    expect(existsSync(inCopy('functions/memos'))).toBe(false);
  });
});
