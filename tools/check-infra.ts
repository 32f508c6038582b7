import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { addStacks, contextOfCdkJson, stageOfApp } from '../lib/app.ts';
import { addNag } from '../lib/nag.ts';
import { leftOutCode, lintTemplates } from './check/cfn-lint.ts';

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

const exitCodes = { passed: 0, failed: 1, 'left out': leftOutCode } as const;

const folder = mkdtempSync(path.join(tmpdir(), 'candor-infra-'));
try {
  process.exitCode = exitCodes[lintTemplates(synthesizeUnderNag(folder))];
  if (process.exitCode === leftOutCode) console.error('cfn-lint is not installed here: pip install cfn-lint');
} finally {
  rmSync(folder, { recursive: true });
}
