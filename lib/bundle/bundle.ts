import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { withoutAttachments } from './plugins/attachments.ts';
import { withoutUnusedSchemas } from './plugins/client-schemas.ts';
import { versionsOnly } from './plugins/package-facts.ts';
import { withoutUnusedFeatures } from './plugins/unused-features.ts';

/** The root of the repository. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Where the contexts are. */
const functionsFolder = path.join(root, 'functions');

/** Where bundles go unless told otherwise. */
const buildFolder = path.join(root, '.build');

/** A function that cannot be bundled; the message is one sentence. */
export class BundleError extends Error {
  override name = 'BundleError';
}

/** Returns the folder of a function's bundle: `index.js` in it exports `handler`. */
export const bundleOf = (name: string, folder = buildFolder): string => path.join(folder, 'functions', name);

/** A function to be bundled: its name and the source of its entry, read as if it were a file of `functions`. */
export type Entry = { name: string; source: string };

const entries = (all: readonly Entry[]): Plugin => ({
  name: 'entries',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^entry:/ }, ({ path: name }) => ({ path: name.slice('entry:'.length), namespace: 'entry' }));
    onLoad({ filter: /.*/, namespace: 'entry' }, ({ path: name }) => ({
      contents: all.find((entry) => entry.name === name)?.source ?? '',
      loader: 'ts',
      resolveDir: functionsFolder,
    }));
  },
});

/**
 * Bundles functions in one esbuild call: CommonJS, because it loads faster than ESM on Node 24, minified, with the SDK.
 * Writes `functions/<name>/index.js` and `meta.json` into the folder; returns the metafile.
 */
export const bundle = async (all: readonly Entry[], folder = buildFolder): Promise<Metafile> => {
  const { metafile } = await build({
    entryPoints: all.map(({ name }) => ({ in: `entry:${name}`, out: `${name}/index` })),
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
    alias: { '@aws-sdk/credential-provider-node': path.join(root, 'lib/bundle/plugins/environment-credentials.ts') },
    plugins: [entries(all), withoutAttachments, withoutUnusedSchemas, withoutUnusedFeatures, versionsOnly],
    loader: { '.md': 'text', '.txt': 'text', '.html': 'text', '.pem': 'text' },
  }).catch((cause: unknown) => {
    throw new BundleError('The functions cannot be bundled: esbuild has said above why.', { cause });
  });
  await Promise.all(all.map(({ name }) => declareCommonJs(bundleOf(name, folder))));
  await writeFile(path.join(folder, 'meta.json'), JSON.stringify(metafile));
  return metafile;
};

/** Below a package of modules, Node takes a bundle for CommonJS only when a package.json beside it says so. */
const declareCommonJs = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"type":"commonjs"}\n');
};
