import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableName } from './contract/names.ts';
import { logger, type Log } from './log.ts';

/** What a stage sets for every function: its name, the shop's public origin, the version. */
export type Settings = {
  stage: string;
  origin: string;
  version: string;
  /** The country whose rules hold for whoever states none; never one from an IP. */
  homeCountry: string;
  /** Where Lambda is called in place of its own address; the variable is the SDK's, set on one machine only. */
  lambdaEndpoint?: string | undefined;
  /** The same for Cognito's user pools. */
  cognitoEndpoint?: string | undefined;
};

/** Everything the shell needs from outside: clock, chance, network, store. The domain receives values only. */
export type Ports = {
  now: () => Date;
  newId: () => string;
  random: (bytes: number) => Uint8Array;
  /** The id of one run of a process, to tell its claims from those of others. */
  run?: string;
  /** Waits so many milliseconds. */
  pause: (milliseconds: number) => Promise<unknown>;
  fetch: typeof fetch;
  dynamo: DynamoDBClient;
  /** Physical name of a table, by its qualified name (`cart.carts`). */
  table: (qualified: string) => string;
  settings: Settings;
  log: Log;
  /** Set in scheduled workers: what they leave to another worker is due at once, for they wake it. */
  sweeping?: true;
};

/** Returns what the stage sets in a function's environment; throws the name of what is missing. For the ports that contexts make. */
export const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is missing`);
  return value;
};

/** Returns what the stage sets in a function's environment, undefined where it sets nothing. */
export const settingIfAny = (name: string): string | undefined => process.env[name] || undefined;

/** The address of a service as the SDK finds it: its own, or that of all. */
const endpointOf = (service: string): string | undefined =>
  process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env['AWS_ENDPOINT_URL'];

/** The settings as the function's environment has them; throws the name of the first that is missing. */
const settingsFromEnvironment = (): Settings => ({
  stage: setting('STAGE'),
  origin: setting('ORIGIN'),
  version: setting('VERSION'),
  homeCountry: setting('HOME_COUNTRY'),
  lambdaEndpoint: endpointOf('LAMBDA'),
  cognitoEndpoint: endpointOf('COGNITO_IDENTITY_PROVIDER'),
});

/** Takes the place of the client in a function without a table, which so has no client in its bundle. */
const noDatabase = new Proxy({} as DynamoDBClient, {
  get: () => {
    throw new Error('this function has no table');
  },
});

/** Returns the real ports of a function, with the client of its tables if it has any. Ids are 128 random bits, base64url. */
export const systemPorts = (serviceName: string, dynamo: DynamoDBClient = noDatabase): Ports => {
  const settings = settingsFromEnvironment();
  return {
    now: () => new Date(),
    newId: () => randomBytes(16).toString('base64url'),
    random: (bytes) => randomBytes(bytes),
    pause: (milliseconds) => sleep(milliseconds),
    fetch: (...request) => fetch(...request),
    dynamo,
    table: (name) => tableName(settings.stage, name),
    settings,
    log: logger(serviceName),
  };
};
