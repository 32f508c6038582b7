import { App } from 'aws-cdk-lib';
import { addStage, contextOfCdkJson } from './app.ts';

/** What the one machine that runs a local stage decides. */
export type LocalStage = {
  stage: 'local';
  /** Public origin of the shop, such as `http://127.0.0.1:3000`. */
  origin: string;
  paypalApiBase: string;
  /** Folder for the cloud assembly. */
  outdir: string;
  mailFrom?: string;
  /** Folder for bundles, where `.build` is not wanted. */
  build?: string;
};

/**
 * Writes the cloud assembly of the local stage, with the templates that the CDK CLI would write. CDK's own validation is
 * left to `cdk synth` and `npm run check`: it takes longer than all the rest.
 */
export const synthesize = async ({ outdir, build, ...settings }: LocalStage): Promise<void> => {
  const context = { ...contextOfCdkJson(), mailFrom: 'cards@shop.localhost', ...settings };
  const app = new App({
    outdir,
    context,
    analyticsReporting: false,
    autoSynth: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
  });
  await addStage(app, build);
  app.synth();
};
