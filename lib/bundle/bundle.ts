import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import type { FunctionPlan } from '../plans/functions.ts';
import { withoutAttachments } from './plugins/attachments.ts';
import { withoutErrorSchemas } from './plugins/error-schemas.ts';
import { versionsOnly } from './plugins/package-facts.ts';

/** The root of the repository. */
export const root = path.resolve(import.meta.dirname, '..');

/** Where bundles go unless told otherwise. */
export const buildFolder = path.join(root, '.build');

/** A function that cannot be bundled; the message is one sentence. */
export class BundleError extends Error {
  override name = 'BundleError';
}

type Bundled = Pick<FunctionPlan, 'name' | 'entry'>;

/** Folder of a function's bundle: `index.js` in it exports `handler`. */
export const bundleOf = (name: string, folder = buildFolder): string => path.join(folder, 'functions', name);

const entryPoint = ({ name, entry }: Bundled): { in: string; out: string } => {
  const file = path.resolve(root, entry);
  if (!existsSync(file)) throw new BundleError(`Function ${name} cannot be bundled: ${entry} is missing.`);
  return { in: file, out: `${name}/index` };
};

/**
 * Bundles functions in one esbuild call: CommonJS, because it loads faster than ESM on Node 24, minified, with the SDK.
 * Writes `functions/<name>/index.js` and `meta.json` into the folder and answers the metafile. `entry` is relative to
 * the root or absolute.
 */
export const bundle = async (plans: readonly Bundled[], folder = buildFolder): Promise<Metafile> => {
  const { metafile } = await build({
    entryPoints: plans.map(entryPoint),
    outdir: path.join(folder, 'functions'),
    absWorkingDir: root,
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'error',
    alias: { '@aws-sdk/credential-provider-node': path.join(root, 'lib/trims/environment-credentials.ts') },
    plugins: [withoutAttachments, withoutErrorSchemas, versionsOnly],
    loader: { '.md': 'text', '.txt': 'text', '.html': 'text', '.pem': 'text' },
  }).catch((cause: unknown) => {
    throw new BundleError('The functions cannot be bundled: esbuild has said above why.', { cause });
  });
  await Promise.all(plans.map(({ name }) => declareCommonJs(bundleOf(name, folder))));
  await writeFile(path.join(folder, 'meta.json'), JSON.stringify(metafile));
  return metafile;
};

/** Below a package of modules, Node takes a bundle for CommonJS only when a package.json beside it says so. */
const declareCommonJs = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"type":"commonjs"}\n');
};
