import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { addStacks, contextOfCdkJson, stageOfApp } from '../../lib/app.ts';

export type Json = Record<string, unknown>;
export type Resource = {
  Type: string;
  Properties: Json;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
};
export type Template = { Resources: Record<string, Resource>; Outputs: Record<string, Json> };

/** A folder in the place of every bundle: templates do not depend on what is in them. */
const emptyBundle = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-bundle-'));
  writeFileSync(path.join(folder, 'index.js'), 'exports.handler = async () => ({});\n');
  return folder;
};

/** An app as the CDK CLI runs it, of stage dev unless the context says otherwise, with its two stacks. */
export const appOf = (context: Json = {}) => {
  const app = new App({
    context: { ...contextOfCdkJson(), ...context },
    analyticsReporting: false,
    autoSynth: false,
    builtinCloudFormationValidation: false,
  });
  const code = emptyBundle();
  return { app, ...addStacks(app, stageOfApp(app), () => code) };
};

/** The templates of both stacks, and whether each is protected against being deleted. */
export const templatesOf = (context: Json = {}) => {
  const { app, data, api } = appOf(context);
  const assembly = app.synth();
  const of = (name: string) => assembly.getStackByName(name);
  return {
    data: of(data.stackName).template as Template,
    api: of(api.stackName).template as Template,
    dataIsProtected: of(data.stackName).terminationProtection ?? false,
  };
};

/** All resources of a type, by logical id. */
export const ofType = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

type Intrinsic = {
  Ref?: string;
  'Fn::GetAtt'?: string[];
  'Fn::Join'?: [string, unknown[]];
  'Fn::ImportValue'?: string;
};

/** A value of a template as one readable string: `<Ref>`, `<Id.Attribute>`, `<import:Name>` stand for intrinsics. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const intrinsic = value as Intrinsic;
  if (intrinsic.Ref) return `<${intrinsic.Ref}>`;
  if (intrinsic['Fn::GetAtt']) return `<${intrinsic['Fn::GetAtt'].join('.')}>`;
  if (intrinsic['Fn::ImportValue']) return `<import:${intrinsic['Fn::ImportValue']}>`;
  if (intrinsic['Fn::Join']) return intrinsic['Fn::Join'][1].map(textOf).join(intrinsic['Fn::Join'][0]);
  throw new Error(`not understood: ${JSON.stringify(value)}`);
};

/** A value that templates write as one thing or a list of things, as a list. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
