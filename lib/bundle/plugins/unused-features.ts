import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const endpointCache = /^@aws-sdk\/endpoint-cache$/;
const eventStreams = /^@smithy\/core\/event-streams$/;

/** Made by every client of DynamoDB, and asked only where the discovery of endpoints is switched on, which is for Timestream. */
const noCache = `export class EndpointCache { has() { return false; } get() {} getEndpoint() {} set() {} delete() {} clear() {} }`;
/** For a runtime without crypto. */
const slowHash = /[\\/]checksum[\\/]sha256[\\/]Sha256Js\.js$/;
const noHash = `export class Sha256Js { constructor() { throw new Error('Node has a SHA-256'); } }`;

/** For the retry mode `adaptive`. */
const rateLimiter = /[\\/]retry[\\/]util-retry[\\/]DefaultRateLimiter\.js$/;
const noLimiter = `export class DefaultRateLimiter { constructor() { throw new Error('retries are not adaptive'); } }`;

/** For the headers of events in a stream. */
const headerFormatter = /[\\/]signature-v4[\\/]dist-es[\\/]HeaderFormatter\.js$/;
const noFormatter = `export class HeaderFormatter { format() { throw new Error('no operation of ours has an event stream'); } }
export class Int64 {}`;

/** Every region by name, 4 KB, though a partition's pattern tells its regions. */
const partitions = /[\\/]util-endpoints[\\/]lib[\\/]aws[\\/]partitions\.js$/;

type Partitions = { partitions: { regions: object }[] };

/** Returns the source of the table of partitions without the names of their regions. */
export const withoutRegionNames = (source: string): string => {
  const table = JSON.parse(source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1)) as Partitions;
  const all = { ...table, partitions: table.partitions.map((each) => ({ ...each, regions: {} })) };
  return `export const partitionsInfo = ${JSON.stringify(all)};`;
};

const noStreams = `throw new Error('no operation of ours has an event stream');`;

/**
 * Leaves out what the AWS clients have for features that none of our calls has: a cache of endpoints, event
 * streams, a SHA-256 in JavaScript, adaptive retries and the names of regions.
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
    build.onLoad({ filter: rateLimiter }, () => ({ contents: noLimiter, loader: 'js' }));
    build.onLoad({ filter: headerFormatter }, () => ({ contents: noFormatter, loader: 'js' }));
    build.onLoad({ filter: partitions }, async ({ path }) => ({
      contents: withoutRegionNames(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};
