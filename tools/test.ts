import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const layers = ['unit', 'component', 'integration', 'infra', 'e2e'];
const usage = `npm test            every layer: ${layers.join(', ')}
npm run test:unit   one layer
npm test -- cart    tests whose path contains "cart"; further jest options pass through`;

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** Suites that did not even load count as a failure each. */
const summary = (report: Report) => ({
  passed: report.numPassedTests,
  failed:
    report.numFailedTests +
    report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0).length,
});

const run = (asked: readonly string[], rest: readonly string[]): { passed: number; failed: number } => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-test-'));
  const outputFile = join(folder, 'report.json');
  const paths = asked.map((layer) => `test/${layer}/`);
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const options = [
    `--maxWorkers=${asked.includes('e2e') ? 1 : 2}`,
    '--json',
    `--outputFile=${outputFile}`,
    ...rest,
    ...paths,
  ];
  const { status } = spawnSync(process.execPath, [...jest, ...options], { stdio: ['inherit', 'ignore', 'inherit'] });
  try {
    return summary(JSON.parse(readFileSync(outputFile, 'utf8')) as Report);
  } catch {
    process.stderr.write('jest ended without a report.\n');
    return { passed: 0, failed: status === 0 ? 0 : 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The running shop is measured and killed by its tests, so it has the machine to itself: e2e comes last and alone. */
const runAll = () => {
  const others = run(layers.slice(0, -1), []);
  const e2e = run(['e2e'], []);
  return { passed: others.passed + e2e.passed, failed: others.failed + e2e.failed };
};

const given = process.argv.slice(2);
if (given.includes('--help')) {
  process.stdout.write(`${usage}\n`);
} else {
  const asked = given.filter((one) => layers.includes(one));
  const rest = given.filter((one) => !layers.includes(one));
  const { passed, failed } = rest.length > 0 || asked.length > 0 ? run(asked, rest) : runAll();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
