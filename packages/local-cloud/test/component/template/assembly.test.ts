import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAssembly, TemplateError } from '../../../src/template/assembly.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, value: unknown): void => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), JSON.stringify(value));
};

const stackArtifact = {
  type: 'aws:cloudformation:stack',
  properties: { templateFile: 'api.template.json', stackName: 'shop-api' },
};
const assets = { type: 'cdk:asset-manifest', properties: { file: 'api.assets.json' } };
const template = (section = {}) => ({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } }, ...section });

describe('a cloud assembly', () => {
  it('gives every stack its resources and the folders of its assets by object key', () => {
    write('manifest.json', {
      artifacts: { 'shop-api': stackArtifact, 'shop-api.assets': assets, Tree: { type: 'cdk:tree' } },
    });
    write('api.template.json', template());
    write('api.assets.json', {
      files: { abc: { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } } },
    });
    const [stack] = readAssembly(folder);
    expect(stack?.name).toBe('shop-api');
    expect(stack?.resources.get('Queue')).toEqual({ type: 'AWS::SQS::Queue', properties: {} });
    expect(stack?.assets.get('abc.zip')).toBe(path.join(folder, 'asset.abc'));
  });

  it('includes the stacks of a nested assembly', () => {
    write('manifest.json', {
      artifacts: { live: { type: 'cdk:cloud-assembly', properties: { directoryName: 'live' } } },
    });
    write('live/manifest.json', { artifacts: { 'shop-api': stackArtifact } });
    write('live/api.template.json', template());
    expect(readAssembly(folder).map(({ name }) => name)).toEqual(['shop-api']);
  });

  it('is refused by name for a section or a resource field that is not known', () => {
    write('manifest.json', { artifacts: { 'shop-api': stackArtifact } });
    write('api.template.json', template({ Transform: 'AWS::Serverless-2016-10-31' }));
    expect(() => readAssembly(folder)).toThrow('shop-api: the property Transform is unknown');
    write('api.template.json', { Resources: { Queue: { Type: 'AWS::SQS::Queue', CreationPolicy: {} } } });
    expect(() => readAssembly(folder)).toThrow('shop-api/Queue: the property CreationPolicy is unknown');
  });

  it('is refused when there is none', () => {
    expect(() => readAssembly(path.join(folder, 'nowhere'))).toThrow(TemplateError);
  });
});
