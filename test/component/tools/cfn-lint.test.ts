import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lintTemplates } from '../../../tools/check/cfn-lint.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-cfn-lint-'));
const program = path.join(folder, 'cfn-lint');
afterAll(() => rmSync(folder, { recursive: true }));

/** A machine that has this cfn-lint, or none. */
const machine = (script?: string) => {
  rmSync(program, { force: true });
  if (script !== undefined) writeFileSync(program, `#!/bin/sh\n${script}\n`);
  if (script !== undefined) chmodSync(program, 0o755);
  return { PATH: folder };
};

describe('cfn-lint', () => {
  it('is given every template, and passes when it finds nothing', () => {
    const said = path.join(folder, 'arguments');
    expect(lintTemplates(['a.json', 'b.json'], machine(`echo "$@" > ${said}`))).toBe('passed');
    expect(readFileSync(said, 'utf8')).toBe('--ignore-checks W3005 -- a.json b.json\n');
  });

  it('fails when it finds something, and when it cannot be run', () => {
    expect(lintTemplates(['a.json'], machine('exit 2'))).toBe('failed');
    const env = machine('exit 0');
    chmodSync(program, 0o644);
    expect(lintTemplates(['a.json'], env)).toBe('failed');
  });

  it('is left out when it is not installed', () => {
    expect(lintTemplates(['a.json'], machine())).toBe('left out');
  });
});
