import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const program = path.resolve('tools/test.ts');
const environment = path.resolve('test/harness/environment.js');
const projects: string[] = [];
afterAll(() => projects.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const good = "test('adds', () => expect(1 + 1).toBe(2));";

/** A project of its own with these tests, by their path under `test`. */
const project = (tests: Record<string, string>): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-project-'));
  projects.push(folder);
  writeFileSync(path.join(folder, 'jest.config.json'), JSON.stringify({ testEnvironment: environment }));
  for (const [file, code] of Object.entries(tests)) {
    mkdirSync(path.dirname(path.join(folder, 'test', file)), { recursive: true });
    writeFileSync(path.join(folder, 'test', file), code);
  }
  return folder;
};

/** Runs the program in a project as `npm test` does. */
const run = async (folder: string, argv: readonly string[] = ['unit'], seconds = 120) => {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: folder,
    env: { ...process.env, TEST_LAYER_SECONDS: String(seconds) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (text: Buffer) => void (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => void (said += text.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, out, said };
};

describe('npm test', () => {
  it('is good when every test passes, and says so in its last line', async () => {
    const folder = project({ 'unit/a.test.js': good, 'unit/b.test.js': good });
    expect(await run(folder)).toMatchObject({ status: 0, out: '2 passed, 0 failed\n' });
  });

  it('runs every layer, and adds up what they did', async () => {
    const layers = ['unit', 'component', 'integration', 'infra', 'e2e'];
    const folder = project(Object.fromEntries(layers.map((layer) => [`${layer}/a.test.js`, good])));
    expect(await run(folder, [])).toMatchObject({ status: 0, out: '5 passed, 0 failed\n' });
    rmSync(path.join(folder, 'test/infra'), { recursive: true });
    const lacking = await run(folder, []);
    expect(lacking).toMatchObject({ status: 1, out: '4 passed, 1 failed\n' });
    expect(lacking.said).toContain('infra: no test ran\n');
  });

  it.each([
    ['a test that fails', "test('adds', () => expect(1).toBe(2));", 'unit: jest ended with status 1'],
    ['a file that does not load', "throw new Error('no');", 'unit: jest ended with status 1'],
    ['an afterAll that throws', "afterAll(() => { throw new Error('no'); });", 'unit: jest ended with status 1'],
    ['a test that ends the process', "test('ends', () => process.exit(0));", 'status 0 and without a report'],
    ['only', "test.only('divides', () => {});", '1 tests were left out'],
    ['skip', "test.skip('subtracts', () => {});", '1 tests were left out'],
    ['todo', "test.todo('subtracts');", '1 tests were left out'],
  ])('fails for %s', async (_way, code, reason) => {
    const alone = await run(project({ 'unit/a.test.js': `${good}\n${code}` }));
    expect(alone).toMatchObject({ status: 1, out: expect.stringMatching(/^\d+ passed, 1 failed\n$/) as string });
    expect(alone.said).toContain(reason);
  });

  it('fails for a test that ends the process when others run beside it', async () => {
    const ends = "test('ends', () => process.exit(0));";
    const folder = project({ 'unit/a.test.js': ends, 'unit/b.test.js': good, 'unit/c.test.js': good });
    expect((await run(folder)).status).toBe(1);
  });

  it.each([
    ['a timer', 'setInterval(() => {}, 1000)'],
    ['a server', "require('node:http').createServer().listen(0, '127.0.0.1')"],
    ['a process', "require('node:child_process').spawn('sleep', ['600'])"],
  ])('fails for %s that is left open, and names the file', async (_what, leave) => {
    const folder = project({ 'unit/a.test.js': `test('leaves', () => void ${leave});`, 'unit/b.test.js': good });
    const left = await run(folder);
    expect(left.status).toBe(1);
    expect(left.said).toMatch(/a\.test\.js leaves open: /);
  });

  it('ends what hangs and says in which layer', async () => {
    const hangs = "test('hangs', () => new Promise(() => setInterval(() => {}, 1000)), 1e6);";
    const hung = await run(project({ 'unit/a.test.js': good, 'unit/b.test.js': hangs }), ['unit'], 5);
    expect(hung).toMatchObject({ status: 1, out: '0 passed, 1 failed\n' });
    expect(hung.said).toContain('unit: not done after 5 seconds, and ended\n');
  });

  it('fails when nothing that was asked for is there', async () => {
    expect(await run(project({ 'unit/a.test.js': good }), ['nowhere'])).toMatchObject({ status: 1 });
  });

  it('leaves tests out when it is asked to', async () => {
    const folder = project({ 'unit/a.test.js': `${good}\ntest('subtracts', () => {});` });
    expect(await run(folder, ['unit', '-t', 'adds'])).toMatchObject({ status: 0, out: '1 passed, 0 failed\n' });
  });
});
