import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contextOfCdkJson } from '../../lib/app.ts';
import { root } from '../../lib/bundle/bundle.ts';
import { ofType, type Template } from './templates.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-synthesis-'));
const outdir = path.join(folder, 'cdk.out');

const node = (script: string, argument: string, context: object = {}) =>
  spawnSync(process.execPath, [path.join(root, script), argument], {
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...contextOfCdkJson(), ...context }),
    },
  });

describe('the local synthesis', () => {
  it('writes both stacks, with what it is told and a bundle for every function', () => {
    const local = { stage: 'local', origin: 'http://127.0.0.1:4000', paypalApiBase: 'http://127.0.0.1:4001' };
    const run = node('bin/synth-local.ts', JSON.stringify({ ...local, outdir, build: path.join(folder, 'build') }));
    expect(run).toMatchObject({ status: 0, stderr: '' });
    const read = (file: string) => JSON.parse(readFileSync(path.join(outdir, file), 'utf8')) as unknown;
    const api = read('candor-local-api.template.json') as Template;
    expect(ofType(read('candor-local-data.template.json') as Template, 'AWS::DynamoDB::Table')).not.toHaveLength(0);
    const assets = read('candor-local-api.assets.json') as { files: Record<string, { source: { path: string } }> };
    const functions = ofType(api, 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(8);
    for (const [, { Properties }] of functions) {
      expect(Properties['Environment']).toMatchObject({
        Variables: { STAGE: 'local', ORIGIN: local.origin, PAYPAL_API_BASE: local.paypalApiBase },
      });
      const { S3Key } = Properties['Code'] as { S3Key: string };
      const source = assets.files[S3Key.replace(/\.zip$/, '')]?.source.path ?? '';
      expect(readFileSync(path.join(outdir, source, 'index.js'), 'utf8')).toMatch(/handler/);
    }
  });

  it('says in one sentence what it is not told', () => {
    const run = node('bin/synth-local.ts', JSON.stringify({ stage: 'local', origin: 'x', outdir }));
    expect(run.status).toBe(1);
    expect(run.stderr).toBe('Stage local needs -c paypalApiBase=… as a plain origin such as https://shop.example.\n');
  });
});

describe('the CDK app', () => {
  it('refuses an unknown stage in one sentence, without a stack trace', () => {
    const run = node('bin/candor.ts', '', { stage: 'xyz' });
    expect(run.status).toBe(1);
    expect(run.stderr).toBe('Stage "xyz" is unknown: use one of dev, prod, local.\n');
  });

  it('does not deploy a shop under a placeholder', () => {
    const run = node('bin/candor.ts', '', { stage: 'prod' });
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^Stage prod has only a placeholder: set context\.stages\.prod\.origin .*\n$/);
  });
});
