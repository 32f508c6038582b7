import type { Plugin } from 'esbuild';

const endpointCache = /^@aws-sdk\/endpoint-cache$/;
const eventStreams = /^@smithy\/core\/event-streams$/;

/** Made by every client of DynamoDB, and asked only where the discovery of endpoints is switched on, which is for Timestream. */
const noCache = `export class EndpointCache { has() { return false; } get() {} getEndpoint() {} set() {} delete() {} clear() {} }`;
/** For a runtime without crypto. */
const slowHash = /[\\/]checksum[\\/]sha256[\\/]Sha256Js\.js$/;
const noHash = `export class Sha256Js { constructor() { throw new Error('Node has a SHA-256'); } }`;

const noStreams = `throw new Error('no operation of ours has an event stream');`;

/**
 * Leaves out what the AWS clients have for features that none of our calls has: a cache of endpoints, event
 * streams, and a SHA-256 in JavaScript.
 */
export const withoutUnusedFeatures: Plugin = {
  name: 'without-unused-features',
  setup: (build) => {
    const namespace = 'unused';
    build.onResolve({ filter: endpointCache }, () => ({ path: 'endpoint-cache', namespace, sideEffects: false }));
    build.onResolve({ filter: eventStreams }, () => ({ path: 'event-streams', namespace }));
    build.onLoad({ filter: /^endpoint-cache$/, namespace }, () => ({ contents: noCache, loader: 'js' }));
    build.onLoad({ filter: slowHash }, () => ({ contents: noHash, loader: 'js' }));
    build.onLoad({ filter: /^event-streams$/, namespace }, () => ({ contents: noStreams, loader: 'js' }));
  },
};
