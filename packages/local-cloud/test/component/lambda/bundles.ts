import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newAccess } from '../../../src/aws/access.ts';
import { startClock } from '../../../src/clock.ts';
import { startFunctions, type Functions } from '../../../src/lambda/functions.ts';
import type { LambdaFunction } from '../../../src/template/cloud.ts';

/** The clock of all functions that run here. */
export const bundleClock = startClock();

/** Functions from source text, with what they logged. */
export type Bundles = Functions & { lines: string[]; folder: string };

/** Runs functions whose bundles are the given CommonJS texts; `close` removes them too. */
export const runBundles = (
  sources: Record<string, string>,
  changes: Partial<LambdaFunction> = {},
  idleMs = 30_000,
): Bundles => {
  // Under a package of modules, as the assembly is inside the repository.
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-lambda-'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const lines: string[] = [];
  const functions = Object.entries(sources).map(([id, source]): LambdaFunction => {
    const code = path.join(folder, id);
    mkdirSync(code);
    writeFileSync(path.join(code, 'index.js'), source);
    const common = { handler: 'index.handler', timeoutSeconds: 5, memoryMegabytes: 128, environment: {} };
    return { id, name: `shop-${id}`, code, ...common, ...changes };
  });
  const running = startFunctions({
    functions,
    idleMs: (id) => (id === 'kept' ? Infinity : idleMs),
    access: newAccess(),
    clock: bundleClock,
    environment: { AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1' },
    log: (name, line) => lines.push(`${name} ${line}`),
  });
  const close = async (): Promise<void> => {
    await running.close();
    rmSync(folder, { recursive: true });
  };
  return { ...running, close, lines, folder };
};
