import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { foldersOf, readPackage, type Package } from '../../../../tools/notices/packages.ts';
import { noticesOf } from '../../../../tools/notices/text.ts';

const outputs = (...all: Record<string, number>[]) =>
  Object.fromEntries(
    all.map((files, n) => {
      const inputs = Object.entries(files).map(([file, bytesInOutput]) => [file, { bytesInOutput }]);
      return [`out-${n}.js`, { inputs: Object.fromEntries(inputs) as object }];
    }),
  ) as Metafile['outputs'];

describe('the packages of bundles', () => {
  it('are those of which something is in one, each once, scoped and nested ones too', () => {
    const found = foldersOf({
      outputs: outputs(
        { 'functions/cart/cart.ts': 9, 'node_modules/zod/v4/core.js': 10, 'node_modules/zod/index.js': 5 },
        { 'node_modules/@aws-sdk/core/node_modules/tslib/tslib.js': 3, 'node_modules/@aws-sdk/core/a.js': 1 },
        { 'node_modules/shaken/index.js': 0 },
      ),
    });
    expect(found).toEqual([
      'node_modules/@aws-sdk/core',
      'node_modules/@aws-sdk/core/node_modules/tslib',
      'node_modules/zod',
    ]);
  });

  describe('on disk', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'candor-notices-'));
    afterAll(() => rmSync(root, { recursive: true }));
    const made = (name: string, license: string | undefined, files: Record<string, string>): string => {
      const at = path.join(root, name);
      mkdirSync(at);
      writeFileSync(path.join(at, 'package.json'), JSON.stringify({ name, version: '1.0.0', license }));
      for (const [file, text] of Object.entries(files)) writeFileSync(path.join(at, file), text);
      return at;
    };

    it('are read with name, version, licence, and the text of licence and notice', () => {
      const at = made('good', 'Apache-2.0', { 'LICENSE.md': 'Apache\r\n', NOTICE: 'By us', 'README.md': 'no' });
      expect(readPackage(at)).toEqual({
        name: 'good',
        version: '1.0.0',
        licence: 'Apache-2.0',
        texts: ['Apache', 'By us'],
      });
    });

    it('get the well-known text of their licence where they bring none, with whom they name as its holder', () => {
      const [readme] = readPackage(
        made('readme', 'MIT', { 'README.md': 'Copyright (c) 2017 [Ann](https://a.example).' }),
      ).texts;
      expect(readme).toMatch(/^Copyright \(c\) 2017 \[Ann\]\(https:\/\/a\.example\)\n\nPermission is hereby granted/);
      const at = made('author', 'MIT-0', {});
      const manifest = { name: 'author', version: '1.0.0', license: 'MIT-0', author: { name: 'Ann' } };
      writeFileSync(path.join(at, 'package.json'), JSON.stringify(manifest));
      expect(readPackage(at).texts[0]).toMatch(/^Copyright \(c\) Ann\n\nPermission/);
    });

    it.each([
      ['says no licence', 'silent', undefined, { LICENSE: 'MIT' }],
      ['names nobody for its licence', 'nameless', 'MIT', {}],
      [
        'has a licence that is not well known, without its text',
        'textless',
        'EPL-2.0',
        { 'README.md': 'Copyright (c) Ann' },
      ],
    ] as const)('are refused when one %s', (_, name, licence, files) => {
      expect(() => readPackage(made(name, licence, files))).toThrow(`${name} 1.0.0 has no licence`);
    });
  });
});

describe('the notices', () => {
  const of = (name: string, text: string): Package => ({ name, version: '1.0.0', licence: 'MIT', texts: [text] });

  it('name every package with its licence, and have a text that several share once', () => {
    const text = noticesOf([of('c', 'Mine'), of('b', 'Shared'), of('a', 'Shared'), of('a', 'Shared')]);
    expect(text).toContain('a 1.0.0 (MIT)\nb 1.0.0 (MIT)\n\nShared\n');
    expect(text).toContain('c 1.0.0 (MIT)\n\nMine\n');
    expect(text.match(/Shared/g)).toHaveLength(1);
  });

  it('are the same in whatever order the packages were found', () => {
    const all = [of('a', 'One'), of('b', 'Two'), of('c', 'One')];
    expect(noticesOf([...all].reverse())).toBe(noticesOf(all));
  });
});
