import { readFileSync } from 'node:fs';
import path from 'node:path';
import { StartError } from '../stand-in/start-error.ts';

/** A JSON object, as templates have them. */
export type Json = Record<string, unknown>;

/** A resource before anything in it is resolved. */
export type Resource = { type: string; properties: Json };

/** One stack of the assembly, with the places of its assets on disk by object key. */
export type Stack = { name: string; resources: Map<string, Resource>; outputs: Json; assets: Map<string, string> };

/** Something in the synthesized template that the local cloud does not understand; names the logical id and the thing. */
export class TemplateError extends StartError {
  override name = 'TemplateError';

  /** `at` is the place (`Stack/LogicalId`), `what` the sentence's rest, without a full stop. */
  constructor(at: string, what: string) {
    super(`The local cloud does not understand the template at ${at}: ${what}.`);
  }
}

const sections = ['Conditions', 'Description', 'Outputs', 'Parameters', 'Resources', 'Rules'];
const resourceFields = ['DeletionPolicy', 'DependsOn', 'Metadata', 'Properties', 'Type', 'UpdateReplacePolicy'];

/** Reads every stack of a cloud assembly, those of nested assemblies (CDK stages) too. Throws TemplateError. */
export const readAssembly = (directory: string): Stack[] => {
  const artifacts = entries(read(path.join(directory, 'manifest.json'))['artifacts']);
  const assets = new Map(artifacts.flatMap(([, artifact]) => assetFolders(directory, artifact)));
  return artifacts.flatMap(([id, { type, properties }]) => {
    const { directoryName, stackName = id, templateFile } = objectOf(properties);
    if (type === 'cdk:cloud-assembly') return readAssembly(path.join(directory, String(directoryName)));
    if (type !== 'aws:cloudformation:stack') return [];
    return [stackOf(String(stackName), read(path.join(directory, String(templateFile))), assets)];
  });
};

/** Returns the value as a JSON object, an empty one where it is none. */
export const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

const entries = (value: unknown): [string, Json][] =>
  Object.entries(objectOf(value)).map(([key, entry]) => [key, objectOf(entry)]);

const stackOf = (name: string, template: Json, assets: Map<string, string>): Stack => {
  refuseOthers(name, template, sections);
  // What CDK adds for its own statistics has a condition, which nothing else may have.
  const resources = entries(template['Resources']).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
  for (const [id, resource] of resources) refuseOthers(`${name}/${id}`, resource, resourceFields);
  const ofId = resources.map(([id, { Type, Properties }]) => {
    return [id, { type: String(Type), properties: objectOf(Properties) }] as const;
  });
  return { name, resources: new Map(ofId), outputs: objectOf(template['Outputs']), assets };
};

const refuseOthers = (at: string, value: Json, known: readonly string[]): void => {
  const other = Object.keys(value).find((field) => !known.includes(field));
  if (other !== undefined) throw new TemplateError(at, `the property ${other} is unknown`);
};

const assetFolders = (directory: string, { type, properties }: Json): [string, string][] => {
  if (type !== 'cdk:asset-manifest') return [];
  const { files } = read(path.join(directory, String(objectOf(properties)['file'])));
  return entries(files).flatMap(([, { source, destinations }]) => {
    const folder = path.resolve(directory, String(objectOf(source)['path']));
    return entries(destinations).map(([, { objectKey }]): [string, string] => [String(objectKey), folder]);
  });
};

const read = (file: string): Json => {
  try {
    return objectOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new TemplateError(file, error instanceof Error ? error.message : 'it cannot be read');
  }
};
