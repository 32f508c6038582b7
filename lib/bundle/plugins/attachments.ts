import type { Plugin } from 'esbuild';

const mimeTypes = /[\\/]nodemailer[\\/]dist[\\/]esm[\\/]mime-funcs[\\/]mime-types\.js$/;
const fetch = /[\\/]nodemailer[\\/]dist[\\/]esm[\\/]fetch[\\/]index\.js$/;

const anyType = `export const detectMimeType = () => 'application/octet-stream';
export const detectExtension = () => 'bin';`;
const noFetch = `export default () => { throw new Error('mail fetches nothing'); };`;

/**
 * Leaves out what nodemailer has for attachments, which no mail of ours has: its table of file types (76 KB) and its HTTP
 * client (7 KB), which `disableUrlAccess` forbids anyway.
 */
export const withoutAttachments: Plugin = {
  name: 'without-attachments',
  setup: (build) => {
    build.onLoad({ filter: mimeTypes }, () => ({ contents: anyType, loader: 'js' }));
    build.onLoad({ filter: fetch }, () => ({ contents: noFetch, loader: 'js' }));
  },
};
