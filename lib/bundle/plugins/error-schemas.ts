import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** DynamoDB is not here: `Item` and `CancellationReasons` of its errors are read by their schemas. */
const schemas = /[\\/]@aws-sdk[\\/]client-(ssm|kms|ses)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;

/** The schema of one error (kind -3) in the service's own namespace, with its registration. */
const errorSchema = /^export var (\w+)\$ = \[-3, n0, [^;]*;\nn0_registry\.registerError\(\1\$, \w+\);\n/gm;

/** Returns the source of a client's schemas without those of single errors; its base error stays. */
export const dropErrorSchemas = (source: string): string => source.replace(errorSchema, '');

/**
 * Leaves out the error classes of clients with hundreds of them (77 KB with SSM and KMS): their registration keeps them in a
 * bundle. An error that is not registered is thrown as the client's base error, with its name and message all the same.
 */
export const withoutErrorSchemas: Plugin = {
  name: 'without-error-schemas',
  setup: (build) =>
    build.onLoad({ filter: schemas }, async ({ path }) => ({
      contents: dropErrorSchemas(await readFile(path, 'utf8')),
      loader: 'js',
    })),
};
