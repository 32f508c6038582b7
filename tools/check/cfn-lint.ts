import { spawnSync } from 'node:child_process';

/** What a check came to; one that is left out could not be made on this machine. */
export type Outcome = 'passed' | 'failed' | 'left out';

/** The exit code of a program whose check, or part of it, had to be left out. */
export const leftOutCode = 75;

/**
 * Runs cfn-lint, which prints what it finds, over templates. `left out` when it is not installed; that it cannot be run is a
 * failure. W3005 is CDK's habit: it adds DependsOn for a role to every function that has one.
 */
export const lintTemplates = (templates: readonly string[], env: NodeJS.ProcessEnv = process.env): Outcome => {
  const run = spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--', ...templates], { stdio: 'inherit', env });
  if ((run.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return 'left out';
  return run.status === 0 ? 'passed' : 'failed';
};
