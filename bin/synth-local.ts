import { BundleError } from '../lib/bundle/bundle.ts';
import { StageError } from '../lib/stages.ts';
import { synthesize, type LocalStage } from '../lib/synthesize.ts';

/** `node bin/synth-local.ts '{"stage":"local",…}'`: a process of its own, so that its memory goes when it is done. */
try {
  await synthesize(JSON.parse(process.argv[2] ?? '{}') as LocalStage);
} catch (error) {
  if (!(error instanceof StageError || error instanceof BundleError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
