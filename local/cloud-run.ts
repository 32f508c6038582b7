import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Addresses } from './addresses.ts';
import type { Clock } from '../packages/local-cloud/src/clock.ts';
import { newAccess, type AccessKey } from '../packages/local-cloud/src/aws/access.ts';
import { startAws } from '../packages/local-cloud/src/aws/server.ts';
import { isIdle } from '../packages/local-cloud/src/idle.ts';
import type { Closing } from '../packages/local-cloud/src/closing.ts';
import { createTables } from '../packages/local-cloud/src/dynamodb/create-tables.ts';
import { startExpirySweeper } from '../packages/local-cloud/src/dynamodb/expiry.ts';
import { startGateway } from '../packages/local-cloud/src/gateway/gateway.ts';
import { writeJson, type Home } from './home.ts';
import { startFunctions } from '../packages/local-cloud/src/lambda/functions.ts';
import { startPages } from './pages.ts';
import { startSchedules } from '../packages/local-cloud/src/schedules.ts';
import { startStreams } from '../packages/local-cloud/src/streams/start-streams.ts';
import type { Cloud } from '../packages/local-cloud/src/template/cloud.ts';

/** Fills new tables of the database at one address, with the keys and parameters at the other. */
export type Seed = (at: { dynamodb: string; aws: string; accessKey: AccessKey }) => Promise<void>;

type Services = Pick<Addresses, 'api' | 'mailbox' | 'paypal' | 'dynamodb'>;

/** Everything that running a cloud needs. */
export type CloudRun = {
  cloud: Cloud;
  addresses: Services;
  /** Secrets in Parameter Store, by name. */
  secrets: Readonly<Record<string, string>>;
  home: Home;
  /** The endpoint of somebody else's database, where one is used. */
  foreignDatabase?: string | undefined;
  port: number;
  clock: Clock;
  /** Whether a webhook is still to be delivered by the PayPal stand-in. */
  webhooksPending: () => boolean;
  seed: Seed;
  say: (line: string) => void;
  log: (name: string, line: string) => void;
  signal: AbortSignal;
  closing: Closing;
};

/** How long running invocations may take to finish when the shop ends; what they leave undone is done after the next start. */
const graceMs = 2_000;

/** How long a worker is kept with nothing to do: nobody waits for what a stream or a schedule starts. */
const idleLimitMs = { route: 300_000, trigger: 30_000 };

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Brings up what the template deploys, over services that answer already; returns once every route is served, with the
 * address of the stand-in for keys and parameters.
 */
export const runCloud = async (run: CloudRun): Promise<string> => {
  const { clock, cloud, addresses, home, log, say, signal, closing } = run;
  const parameters = { ...cloud.parameters, ...run.secrets };
  const access = newAccess();
  const aws = await startAws({ port: 0, dir: home.aws, parameters, access });
  closing.add(aws.close);
  const endpoints = endpointsOf(addresses, aws.url);

  say('making the tables');
  const client = new DynamoDBClient({ endpoint: addresses.dynamodb, region: 'us-east-1', credentials });
  closing.add(() => client.destroy());
  await createTables(client, cloud.tables);
  const accessKey = access.keyOf('loader');
  writeJson(home.access, accessKey);
  await seedOnce(run, { aws: aws.url, accessKey });
  signal.throwIfAborted();

  say('starting the functions and their triggers');
  const waitedFor = new Set(cloud.routes.map(({ functionId }) => functionId));
  const idleMs = (id: string): number => (waitedFor.has(id) ? idleLimitMs.route : idleLimitMs.trigger);
  const functions = startFunctions({ functions: cloud.functions, idleMs, access, clock, environment: endpoints, log });
  closing.add(functions.close);
  const { invoke } = functions;
  const { api, mailbox, paypal } = addresses;
  const gateway = await startGateway({
    port: run.port,
    cloud,
    invoke,
    page: startPages({ api, mailbox, paypal }),
    writeAccess: (line) => log('api-access', line),
    now: () => new Date(clock.now()),
  });
  closing.add(gateway.close);
  const local = (line: string): void => log('local', line);
  const names = new Map(cloud.tables.map(({ id, create }) => [id, create.TableName]));
  const streams = await startStreams({
    endpoint: addresses.dynamodb,
    sources: cloud.streams,
    tableName: (id) => names.get(id) ?? id,
    invoke,
    dir: home.streams,
    log: local,
  });
  closing.add(() => streams.close(), graceMs);
  const schedules = startSchedules(cloud.schedules, invoke, local, { now: clock.now });
  closing.add(() => schedules.close(), graceMs);
  const now = (): number => Math.floor(clock.now() / 1000);
  const sweeper = startExpirySweeper({ client, tables: cloud.tables, now, log: local });
  closing.add(() => sweeper.close(), graceMs);
  const byName = new Map(cloud.functions.map(({ id, name }) => [name, id]));
  aws.attach({
    clock,
    schedule: (worker) => schedules.runOf(byName.get(`candor-local-${worker}`) ?? ''),
    functionNamed: (name) => {
      const id = byName.get(name);
      return id === undefined ? undefined : (payload) => invoke(id, payload);
    },
    idle: () => isIdle(functions, streams, run.webhooksPending),
  });
  return aws.url;
};

/** Where the SDK finds each service; what has no service of its own here goes to the same stand-in and is refused there. */
const endpointsOf = ({ dynamodb, mailbox }: Services, aws: string): Record<string, string> => {
  return {
    AWS_ENDPOINT_URL: aws,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_KMS: aws,
    AWS_ENDPOINT_URL_LAMBDA: aws,
    AWS_ENDPOINT_URL_SES: mailbox,
    AWS_ENDPOINT_URL_SSM: aws,
  };
};

/** Seeds a database once: the marker names the foreign endpoint that was seeded, or `local`. */
const seedOnce = async (run: CloudRun, at: { aws: string; accessKey: AccessKey }): Promise<void> => {
  const file = run.home.seeded;
  const database = run.foreignDatabase ?? 'local';
  if (existsSync(file) && readFileSync(file, 'utf8') === database) return;
  run.say('filling the demonstration catalogue');
  await run.seed({ dynamodb: run.addresses.dynamodb, ...at });
  writeFileSync(file, database);
};
