import { spawnSync } from 'node:child_process';

/** Runs a command of package.json as npm does, on a machine without Java. */
const withoutJava = (...args: string[]) => {
  const env = { ...process.env, PATH: '/nonexistent', JAVA_HOME: '', PORT: '0', CANDOR_HOME: '/nonexistent' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/install.mjs', ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('npm test on a machine without Java', () => {
  it.each([[[]], [['integration']]])('says in one sentence how to get it, with arguments %j', (args: string[]) => {
    const { status, stdout, stderr } = withoutJava('tools/test.ts', ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^The local database needs Java, but .*Debian.*: sudo apt .*Fedora: sudo dnf .*macOS: brew .*\.\n$/,
    );
  });

  it('tells its usage all the same', () => {
    const { status, stdout } = withoutJava('tools/test.ts', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('npm test');
  });
});

it('npm start passes its arguments on', () => {
  const { status, stdout, stderr } = withoutJava('bin/local.ts', '--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('APPROVAL_WINDOW_MINUTES');
});
