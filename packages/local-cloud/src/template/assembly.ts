import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TemplateError } from './error.ts';
import { isObject, objectOf, textOf, type Json } from './json.ts';
import type { Resource, Stack } from './stack.ts';

const sections = ['Description', 'Outputs', 'Parameters', 'Resources', 'Rules'];
const resourceFields = ['DeletionPolicy', 'DependsOn', 'Metadata', 'Properties', 'Type', 'UpdateReplacePolicy'];

/** Reads every stack of a cloud assembly, those of nested assemblies (CDK stages) too, with the assets' folders. */
export const readAssembly = (directory: string): Stack[] => {
  const artifacts = objects(read(path.join(directory, 'manifest.json'))['artifacts']);
  const assets = new Map(artifacts.flatMap(([, artifact]) => assetFolders(directory, artifact)));
  return artifacts.flatMap(([id, artifact]) => {
    const properties = isObject(artifact['properties']) ? artifact['properties'] : {};
    if (artifact['type'] === 'cdk:cloud-assembly') {
      return readAssembly(path.join(directory, textOf(properties['directoryName'], id)));
    }
    if (artifact['type'] !== 'aws:cloudformation:stack') return [];
    const name = textOf(properties['stackName'] ?? id, id);
    return [stackOf(name, read(path.join(directory, textOf(properties['templateFile'], id))), assets)];
  });
};

const stackOf = (name: string, json: Json, assets: Map<string, string>): Stack => {
  const template = objectOf(json, sections, name);
  return {
    name,
    resources: new Map(objects(template['Resources']).map(([id, value]) => [id, resourceOf(`${name}/${id}`, value)])),
    outputs: sectionOf(template['Outputs']),
    assets,
  };
};

const resourceOf = (at: string, value: Json): Resource => {
  const fields = objectOf(value, resourceFields, at);
  return { type: textOf(fields['Type'], at), properties: sectionOf(fields['Properties']) };
};

const assetFolders = (directory: string, artifact: Json): [string, string][] => {
  if (artifact['type'] !== 'cdk:asset-manifest') return [];
  const file = textOf(sectionOf(artifact['properties'])['file'], 'manifest.json');
  return objects(read(path.join(directory, file))['files']).flatMap(([hash, asset]) => {
    const source = textOf(sectionOf(asset['source'])['path'], hash);
    return objects(asset['destinations']).map(([at, destination]): [string, string] => [
      textOf(destination['objectKey'], at),
      path.resolve(directory, source),
    ]);
  });
};

const read = (file: string): Json => {
  try {
    return sectionOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new TemplateError(file, error instanceof Error ? error.message : 'it cannot be read');
  }
};

const sectionOf = (value: unknown): Json => (isObject(value) ? value : {});
const objects = (value: unknown): [string, Json][] =>
  Object.entries(sectionOf(value)).map(([key, entry]) => [key, sectionOf(entry)]);
