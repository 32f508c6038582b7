import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const schemas = /[\\/]@aws-sdk[\\/]client-(dynamodb|ssm|kms|ses)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;

/** The errors that have more than a message for us: `Item` and `CancellationReasons` are read by their schemas. */
const telling = new Set(['ConditionalCheckFailedException', 'TransactionCanceledException']);

/** The schema of one error (kind -3) in the service's own namespace, with its registration. */
const errorSchema = /^export var (\w+)\$ = \[-3, n0, [^;]*;\nn0_registry\.registerError\(\1\$, \w+\);\n/gm;
const constant = /^const (\w+) = ("[^"]*");$/gm;
const computedKey = /\[(\w+)\]: /g;

/** Returns the source of a client's schemas without those of single errors; its base error and those that tell more stay. */
export const dropErrorSchemas = (source: string): string =>
  source.replace(errorSchema, (schema, name: string) => (telling.has(name) ? schema : ''));

/**
 * Returns the source of a client's schemas with its keys written out. A computed key counts as a side effect, and keeps every
 * schema that has one in the bundle, with all that it names.
 */
export const writeKeysOut = (source: string): string => {
  const values = new Map([...source.matchAll(constant)].map(([, name = '', value = '']) => [name, value]));
  return source.replace(computedKey, (key, name: string) => (values.has(name) ? `${values.get(name)}: ` : key));
};

/**
 * Leaves out what a client's schemas keep in a bundle though nobody asks for it: the classes of single errors, by their
 * registration, and the schemas of other operations. An error that is not registered is thrown as the client's base error, with
 * its name and message all the same.
 */
export const withoutUnusedSchemas: Plugin = {
  name: 'without-unused-schemas',
  setup: (build) =>
    build.onLoad({ filter: schemas }, async ({ path }) => ({
      contents: writeKeysOut(dropErrorSchemas(await readFile(path, 'utf8'))),
      loader: 'js',
    })),
};
