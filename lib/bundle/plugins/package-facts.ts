import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const manifest = /[\\/]@aws-sdk[\\/]client-[a-z-]+[\\/]package\.json$/;

/** Leaves the version alone in the package.json of AWS clients, which they bundle whole (2 KB each) for their user agent. */
export const versionsOnly: Plugin = {
  name: 'versions-only',
  setup: (build) =>
    build.onLoad({ filter: manifest }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    }),
};
