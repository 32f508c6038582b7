import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { leftOutCode, type Outcome } from './check/cfn-lint.ts';
import { summaryOf, type Checked } from './check/summary.ts';

/** `part` is what a step leaves out, where that is not the whole of it. */
type Step = { name: string; run: () => Outcome; part?: string };

const node = process.execPath;
const bin = (name: string) => `node_modules/.bin/${name}`;

const outcomeOf = (status: number | null): Outcome => {
  if (status === leftOutCode) return 'left out';
  return status === 0 ? 'passed' : 'failed';
};

const command = (name: string, program: string, ...args: string[]): Step => ({
  name,
  run: () => outcomeOf(spawnSync(program, args, { stdio: 'inherit' }).status),
});

/** The names of all import rules; the list of contexts makes some of them. */
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
const rules = new Set(config.forbidden.map(({ name }) => name));

/** The boundary check itself is checked: every rule must catch its canary, and real files must have been read. */
const canary: Step = {
  name: 'the canaries are caught',
  run: () => {
    const { stdout } = spawnSync(
      bin('depcruise'),
      ['--config', '.dependency-cruiser.cjs', 'test/fixtures/boundaries'],
      { encoding: 'utf8' },
    );
    const missed = [...rules].filter((rule) => !stdout.includes(`error ${rule}:`));
    for (const rule of missed)
      console.error(`The import rule ${rule} does not catch its canary in test/fixtures/boundaries.`);
    return missed.length === 0 ? 'passed' : 'failed';
  },
};

const steps: Step[] = [
  command('types', bin('tsc'), '-p', '.'),
  command('lint', bin('eslint'), '.'),
  command('format', bin('prettier'), '--check', '--log-level=warn', '.'),
  command(
    'boundaries',
    bin('depcruise'),
    '--config',
    '.dependency-cruiser.cjs',
    'bin',
    'lib',
    'local',
    'packages',
    'functions',
    'tools',
  ),
  canary,
  command('nothing is dead or undeclared', bin('knip')),
  command('OpenAPI is what the contracts say', node, 'tools/docs.ts', '--check'),
  command('THIRD-PARTY-NOTICES is what the bundles hold', node, 'tools/notices.ts', '--check'),
  { ...command('cdk-nag and cfn-lint', node, 'tools/check-infra.ts'), part: 'cfn-lint' },
];

const checked: Checked[] = [];
for (const { name, run, part = name } of steps) {
  console.log(`- ${name}`);
  const outcome = run();
  checked.push({ name: outcome === 'left out' ? part : name, outcome });
  if (outcome !== 'passed') console.error(`  ${outcome}: ${name}`);
}
console.log(summaryOf(checked));
process.exitCode = checked.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
