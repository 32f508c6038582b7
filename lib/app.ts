import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { contexts } from '../functions/contexts.ts';
import type { Context } from '../functions/kit/contract/contract.ts';
import { bundle, BundleError, bundleOf, root, type Entry } from './bundle/bundle.ts';
import { entryOf, moduleOf } from './bundle/entry.ts';
import { functionsOf, type FunctionPlan } from './plans/functions.ts';
import { ApiStack, type CodeOf } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { stageOf, type Stage } from './stages.ts';

const json = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;

/** Returns the context of cdk.json, for an app that does not run under the CDK CLI. */
export const contextOfCdkJson = (): Record<string, unknown> => json('cdk.json')['context'] as Record<string, unknown>;

/** Returns the stage that the app's context asks for, with the version of package.json; throws a StageError. */
export const stageOfApp = (app: App): Stage =>
  stageOf((key) => app.node.tryGetContext(key) as unknown, String(json('package.json')['version']));

/** Adds both stacks of a stage; `codeOf` names the folder of each function's bundle. */
export const addStacks = (app: App, stage: Stage, codeOf: CodeOf): { data: DataStack; api: ApiStack } => {
  const data = new DataStack(app, stage, contexts);
  const api = new ApiStack(app, stage, contexts, codeOf);
  api.addStackDependency(data);
  return { data, api };
};

const entry = (plan: FunctionPlan): Entry => {
  const module = path.join('functions', moduleOf(plan));
  if (!existsSync(path.join(root, module)))
    throw new BundleError(`Function ${plan.name} cannot be bundled: ${module} is missing.`);
  return { name: plan.name, source: entryOf(plan) };
};

/** Returns the entries of all functions of the contexts; throws a BundleError for one that has no code. */
export const entriesOf = (all: readonly Context[]): Entry[] => functionsOf(all).map(entry);

/** Bundles every function into the folder and adds both stacks of the stage that the app's context asks for. */
export const addStage = async (app: App, folder?: string): Promise<void> => {
  const stage = stageOfApp(app);
  await bundle(entriesOf(contexts), folder);
  addStacks(app, stage, (name) => bundleOf(name, folder));
};
