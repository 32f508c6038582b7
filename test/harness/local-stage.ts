import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newAccess } from '../../packages/local-cloud/src/aws/access.ts';
import { startAws } from '../../packages/local-cloud/src/aws/server.ts';
import { stagePorts } from '../../tools/load/stage-ports.ts';
import { openTestDatabase } from './database.ts';
import { testPorts } from './ports.ts';
import { createContractTables } from './tables.ts';

export type Ran = { code: number; out: string[]; err: string[] };

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The stage `local` as far as a load needs it: tables, keys, lookup keys, and the `local.json` that tells where. */
export const startLocalStage = async () => {
  const dynamo = await openTestDatabase();
  const home = mkdtempSync(path.join(tmpdir(), 'candor-load-'));
  const ring = { current: 'k1', keys: { k1: randomBytes(32).toString('base64') } };
  const parameters = { '/candor/local/lookup-keys': JSON.stringify(ring) };
  const access = newAccess();
  const aws = await startAws({ port: 0, dir: path.join(home, 'aws'), parameters, access });
  await createContractTables(dynamo.client, 'local');
  writeFileSync(path.join(home, 'local.json'), JSON.stringify({ dynamodb: dynamo.endpoint, aws: aws.url }));
  const accessKey = access.keyOf(dynamo.access.credentials.accessKeyId);
  writeFileSync(path.join(home, 'access.json'), JSON.stringify(accessKey));

  /** Runs the loader as an operator would, in a process of its own, with the files named in the current folder. */
  const load = (args: string[], files: Record<string, string | Buffer> = {}, environment: NodeJS.ProcessEnv = {}) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(home, name), content);
    const env = { PATH: process.env['PATH'], CANDOR_HOME: home, INIT_CWD: home, ...environment };
    return new Promise<Ran>((resolve) =>
      execFile(process.execPath, ['tools/load.ts', ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, out: linesOf(stdout), err: linesOf(stderr) }),
      ),
    );
  };
  const close = async () => {
    await aws.close();
    await dynamo.close();
    rmSync(home, { recursive: true, force: true });
  };
  const loading = stagePorts('local', { dynamodb: dynamo.endpoint, aws: aws.url, accessKey });
  const ports = { ...testPorts({ dynamo: loading.dynamo, stage: 'local' }), ...loading };
  return { load, close, home, ports };
};

export type LocalStage = Awaited<ReturnType<typeof startLocalStage>>;
