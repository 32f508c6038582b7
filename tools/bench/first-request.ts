import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { contexts } from '../../functions/contexts.ts';
import { entryOf } from '../../lib/bundle/entry.ts';
import { bundle, bundleOf } from '../../lib/bundle/bundle.ts';
import { functionsOf } from '../../lib/plans/functions.ts';
import { httpEvent } from '../../test/harness/http.ts';

/** What the first request of a fresh process costs, by CPU time, with the client of DynamoDB run once beforehand and without. */
const rounds = 21;
const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'candor-first-'));
const plan = functionsOf(contexts).find(({ name }) => name === 'cart-public');
if (!plan) throw new Error('there is no function cart-public');
const source = entryOf(plan);
const lines = source.split('\n');
const without = lines.filter((line) => !line.includes('warmUp')).join('\n');
await bundle([{ name: 'with', source }, { name: 'without', source: without }], folder); // prettier-ignore

const server = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'));
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const env = {
  PATH: process.env['PATH'], AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local', STAGE: 'bench', ORIGIN: 'https://shop.example', MAIL_FROM: 'shop@shop.example',
  PAYPAL_API_BASE: 'https://paypal.example', VERSION: '0', HOME_COUNTRY: 'US',
}; // prettier-ignore
const program = path.join(import.meta.dirname, 'first-request-run.ts');
const event = JSON.stringify(httpEvent('GET /cart', { cookies: [`__Host-session=${'a'.repeat(22)}`] }));
type Run = Record<'load' | 'init' | 'request' | 'wall' | 'statusCode', number>;
const runs = { with: [] as Run[], without: [] as Run[] };
for (let round = 0; round < rounds; round += 1)
  for (const name of ['with', 'without'] as const) {
    const { stdout } = await run(process.execPath, [program, path.join(bundleOf(name, folder), 'index.js'), event], {
      env,
    });
    runs[name].push(JSON.parse(stdout.slice(stdout.lastIndexOf('{"load"'))) as Run);
  }
const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
for (const [name, all] of Object.entries(runs)) {
  const of = (what: keyof Run) => median(all.map((each) => each[what])).toFixed(1);
  process.stdout.write(
    `${name.padEnd(8)} status ${of('statusCode')}: load ${of('load')}, load and start ${of('init')}, first request ${of('request')} ms CPU, ${of('wall')} ms\n`,
  );
}
server.close();
rmSync(folder, { recursive: true, force: true });
