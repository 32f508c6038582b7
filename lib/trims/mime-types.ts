import type { Plugin } from 'esbuild';

const table = /[\\/]nodemailer[\\/]dist[\\/]esm[\\/]mime-funcs[\\/]mime-types\.js$/;

const contents = `export const detectMimeType = () => 'application/octet-stream';
export const detectExtension = () => 'bin';`;

/** Leaves out nodemailer's table of file types (76 KB): it names the types of attachments, and no mail has one. */
export const withoutMimeTypes: Plugin = {
  name: 'without-mime-types',
  setup: (build) => build.onLoad({ filter: table }, () => ({ contents, loader: 'js' })),
};
