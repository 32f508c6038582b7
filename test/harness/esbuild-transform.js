import { transformSync } from 'esbuild';

const options = { loader: 'ts', format: 'esm', target: 'node22', sourcemap: 'inline' };

/** @type {import('@jest/transform').SyncTransformer} */
export default {
  process: (source, sourcefile) => ({ code: transformSync(source, { ...options, sourcefile }).code }),
};
