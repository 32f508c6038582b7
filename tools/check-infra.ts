import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { addStacks, contextOfCdkJson, stageOfApp } from '../lib/app.ts';
import { addNag } from '../lib/nag.ts';

/** Synthesizes stage dev into a folder under cdk-nag; bundles play no part, so that none is made. */
const synthesizeUnderNag = (folder: string): string[] => {
  const code = path.join(folder, 'code');
  mkdirSync(code);
  writeFileSync(path.join(code, 'index.js'), 'exports.handler = async () => ({});\n');
  const outdir = path.join(folder, 'cdk.out');
  const app = new App({ outdir, context: contextOfCdkJson(), analyticsReporting: false, autoSynth: false });
  addNag(app);
  addStacks(app, stageOfApp(app), () => code);
  app.synth();
  const templates = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  return templates.map((file) => path.join(outdir, file));
};

/** W3005 is CDK's habit: it adds DependsOn for a role to every function that has one. */
const lint = (templates: readonly string[]): number => {
  const run = spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--', ...templates], { stdio: 'inherit' });
  if (!run.error) return run.status ?? 1;
  console.log('cfn-lint is not installed here; its check is left out.');
  return 0;
};

const folder = mkdtempSync(path.join(tmpdir(), 'candor-infra-'));
try {
  process.exitCode = lint(synthesizeUnderNag(folder));
} finally {
  rmSync(folder, { recursive: true });
}
