import { App } from 'aws-cdk-lib';
import { addStage } from '../lib/app.ts';
import { BundleError } from '../lib/bundle/bundle.ts';
import { StageError } from '../lib/stages.ts';

const app = new App({ autoSynth: false });
try {
  await addStage(app);
  app.synth();
} catch (error) {
  if (!(error instanceof StageError || error instanceof BundleError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
