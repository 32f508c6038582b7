import type { LambdaFunction } from './cloud.ts';
import { TemplateError } from './error.ts';
import { isObject, numberOf, objectOf, textOf } from './json.ts';
import type { Resolved } from './resolved.ts';

/** What Lambda takes when the template is silent. */
const defaults = { timeoutSeconds: 3, memoryMegabytes: 128 };

/** A function with the folder of its bundle, found by the asset's object key. */
export const functionOf = ({ id, at, name, properties, assets }: Resolved): LambdaFunction => {
  const { Runtime, PackageType = 'Zip' } = properties;
  if (typeof Runtime !== 'string' || !Runtime.startsWith('nodejs')) {
    throw new TemplateError(`${at}.Runtime`, `the runtime ${String(Runtime)} is unknown`);
  }
  if (PackageType !== 'Zip') throw new TemplateError(`${at}.PackageType`, 'only Zip is known');
  const code = objectOf(properties['Code'], ['S3Bucket', 'S3Key', 'S3ObjectVersion'], `${at}.Code`);
  const key = textOf(code['S3Key'], `${at}.Code.S3Key`);
  const folder = assets.get(key);
  if (folder === undefined) throw new TemplateError(`${at}.Code`, `no asset has the key ${key}`);
  return {
    id,
    name,
    code: folder,
    handler: textOf(properties['Handler'], `${at}.Handler`),
    timeoutSeconds: numberOf(properties['Timeout'], defaults.timeoutSeconds, `${at}.Timeout`),
    memoryMegabytes: numberOf(properties['MemorySize'], defaults.memoryMegabytes, `${at}.MemorySize`),
    environment: environmentOf(properties['Environment'], `${at}.Environment`),
  };
};

const environmentOf = (environment: unknown, at: string): Record<string, string> => {
  if (environment === undefined) return {};
  const { Variables = {} } = objectOf(environment, ['Variables'], at);
  const entries = Object.entries(isObject(Variables) ? Variables : {});
  return Object.fromEntries(entries.map(([name, value]) => [name, textOf(value, `${at}.${name}`)]));
};
