import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from 'local-cloud/stand-in';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, '../bin/synth-local.ts');

/** What the local stage is told; the same as `LocalStage` of the CDK app, which this process must not load. */
export type LocalStage = { origin: string; paypalApiBase: string; outdir: string; build: string };

/**
 * Synthesizes the local stage in a process of its own, so that what CDK holds in memory goes when it is done.
 * Throws a StartError with the app's own sentence when that fails.
 */
export const synthesizeApart = async (stage: LocalStage, signal: AbortSignal): Promise<void> => {
  const argument = JSON.stringify({ stage: 'local', ...stage });
  try {
    await run(process.execPath, [script, argument], { signal, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    const lines = stderr.split('\n').filter((line) => line.trim() !== '');
    const sentence = lines.find((line) => /error/i.test(line)) ?? lines[0] ?? 'the CDK app ended without a word';
    throw new StartError(`The template cannot be synthesized: ${sentence.trim()}`, { cause });
  }
};
