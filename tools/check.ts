import { spawnSync } from 'node:child_process';

type Step = { name: string; run: () => boolean };

const node = process.execPath;
const bin = (name: string) => `node_modules/.bin/${name}`;

const command = (name: string, program: string, ...args: string[]): Step => ({
  name,
  run: () => spawnSync(program, args, { stdio: 'inherit' }).status === 0,
});

const rules = [
  'no-cycles',
  'kit-knows-no-context',
  'contexts-meet-through-public',
  'domain-is-pure',
  'contracts-are-data',
  'lib-sees-contracts-only',
  'functions-never-load-cdk',
  'local-never-sees-contracts',
];

/** The boundary check itself is checked: every rule must catch its canary, and real files must have been read. */
const canary: Step = {
  name: 'the canaries are caught',
  run: () => {
    const { stdout } = spawnSync(
      bin('depcruise'),
      ['--config', '.dependency-cruiser.cjs', 'test/fixtures/boundaries'],
      { encoding: 'utf8' },
    );
    const missed = rules.filter((rule) => !stdout.includes(`error ${rule}:`));
    for (const rule of missed)
      console.error(`The import rule ${rule} does not catch its canary in test/fixtures/boundaries.`);
    return missed.length === 0;
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
    'functions',
    'tools',
  ),
  canary,
  command('OpenAPI is what the contracts say', node, 'tools/docs.ts', '--check'),
  command('THIRD-PARTY-NOTICES is what the bundles hold', node, 'tools/notices.ts', '--check'),
  command('cdk-nag and cfn-lint', node, 'tools/check-infra.ts'),
];

let failed = 0;
for (const { name, run } of steps) {
  console.log(`- ${name}`);
  if (run()) continue;
  failed += 1;
  console.error(`  failed: ${name}`);
}
console.log(failed === 0 ? 'All checks pass.' : `${failed} of ${steps.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
