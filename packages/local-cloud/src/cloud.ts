import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Addresses, CloudSettings } from './app.ts';
import { newAccess } from './aws/access.ts';
import { startAws } from './aws/server.ts';
import { startClock } from './clock.ts';
import { databaseAt } from './dynamodb/call.ts';
import type { ReadyUser, UserPool } from './cognito/pools.ts';
import { startCognito } from './cognito/server.ts';
import { createTables } from './dynamodb/create-tables.ts';
import { startExpirySweeper } from './dynamodb/expiry.ts';
import { startDynamo } from './dynamodb/start-dynamo.ts';
import { gatewayAnswer } from './gateway/answer.ts';
import { prefixOf, startGateway, type Page } from './gateway/gateway.ts';
import { forget, homeAt, prepareHome, writeJson } from './home.ts';
import { isIdle } from './idle.ts';
import { startFunctions, type Functions } from './lambda/functions.ts';
import { takeLock } from './lock.ts';
import { openLogs } from './log-files.ts';
import { Parts, together, type Part } from './parts.ts';
import { openPorts } from './ports.ts';
import { startSchedules } from './schedules.ts';
import { startMailbox } from './ses/mailbox.ts';
import { publisher } from './ses/publish.ts';
import { checkPort } from './stand-in/serve.ts';
import { StartError } from './stand-in/start-error.ts';
import { startStreams } from './streams/start-streams.ts';
import { readCloud } from './template/read.ts';
import { startWatching } from './watch.ts';

/** A running cloud. */
export type RunningCloud = Part & { addresses: Addresses };

/** How long a worker is kept with nothing to do: nobody waits for what a stream or a schedule starts. */
const idleLimitMs = { route: 50_000, trigger: 30_000 };

/**
 * Starts everything that an app's template deploys, on this machine, and returns once every route is served. Rejects with a
 * StartError, having ended what it had started.
 */
export const startCloud = async (settings: CloudSettings): Promise<RunningCloud> => {
  const parts = new Parts();
  // Nobody who pressed Ctrl-C waits for a database.
  const givenUp = new Promise<never>((_resolve, reject) => {
    const giveUp = () => reject(new StartError('The start was given up.'));
    settings.signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    const addresses = await Promise.race([start(settings, parts), givenUp]);
    return { name: 'cloud', addresses, close: () => parts.close() };
  } catch (error) {
    await parts.close();
    throw error;
  }
};

/** The order of a start; the end has the opposite one. */
const start = async (settings: CloudSettings, parts: Parts): Promise<Addresses> => {
  const { folder, foreign = {}, say, signal } = settings;
  const home = homeAt(folder);
  prepareHome(folder);
  parts.add({ name: 'lock', close: takeLock(home.lock) });
  if (settings.fresh) forget(homeAt(folder, settings.more));
  const { log } = parts.add(openLogs(home.logs, settings.verbose ? say : undefined));
  const local = (line: string): void => log('local', line);
  const clock = startClock();
  const port = await checkPort(settings.port);
  const ports = openPorts(home.ports, port);
  const startMail = async () => startMailbox({ port: await ports.choose('mailbox', port + 1), dir: home.mail });
  const ownMail = foreign.ses === undefined ? parts.add(await startMail()) : undefined;
  const mailbox = foreign.ses ?? ownMail?.url ?? '';
  const origin = `http://127.0.0.1:${port}`;
  const app = await settings.app({ origin, port, clock, ports, parts });

  say('starting the database and synthesizing the template');
  const startDatabase = async () => startDynamo({ port: await ports.choose('dynamodb'), dir: home.database });
  const [dynamodb, assembly] = await together(
    signal,
    async () => foreign.dynamodb ?? parts.add(await startDatabase()).url,
    async (either) => app.assembly(either),
  );
  signal.throwIfAborted();
  const cloud = readCloud(assembly);
  const access = newAccess();
  const parameters = { ...cloud.parameters, ...app.parameters };
  const aws = parts.add(await startAws({ port: 0, dir: home.aws, parameters, access }));
  const startIdentity = async (pools: UserPool[], ready: readonly ReadyUser[]) =>
    startCognito({ port: await ports.choose('identity'), dir: home.identity, pools, ready, access, now: clock.now });
  const identity = cloud.userPools.length > 0 && parts.add(await startIdentity(cloud.userPools, app.users ?? []));
  const addresses = {
    api: `${origin}${prefixOf(cloud.stageName)}`,
    mailbox,
    dynamodb,
    aws: aws.url,
    ...(identity && { identity: identity.url }),
  };

  const routed = new Set(cloud.routes.map(({ functionId }) => functionId));
  const idleMs = (id: string): number => (routed.has(id) ? idleLimitMs.route : idleLimitMs.trigger);
  const environment = endpointsOf(addresses);
  const functions = parts.add(startFunctions({ functions: cloud.functions, idleMs, access, clock, environment, log }));
  const { invoke } = functions;
  // They load while the tables are made and filled.
  functions.warm(app.warm?.map((name) => idNamed(functions, `${app.prefix ?? ''}${name}`)) ?? []);

  say('making the tables');
  const call = databaseAt(dynamodb);
  await createTables(call, cloud.tables);
  const accessKey = access.keyOf('loader');
  writeJson(home.access, accessKey);
  // The marker names the database that was filled, so that another one is filled too.
  const database = foreign.dynamodb ?? 'local';
  if (app.seed && !(existsSync(home.seeded) && readFileSync(home.seeded, 'utf8') === database)) {
    say('filling the tables');
    await app.seed({ dynamodb, aws: aws.url, accessKey }, signal);
    writeFileSync(home.seeded, database);
  }
  signal.throwIfAborted();

  say('starting the functions and their triggers');
  const page = app.page?.(addresses) ?? noPage;
  const now = () => new Date(clock.now());
  parts.add(await startGateway({ port, cloud, invoke, page, writeAccess: (line) => log('api-access', line), now }));
  ownMail?.attach(cloud.configurationSets, publisher(cloud.mailEvents, invoke, local, now));
  const tableName = (id: string) => cloud.tables.find((table) => table.id === id)?.create.TableName ?? id;
  const reading = { endpoint: dynamodb, sources: cloud.streams, tableName, invoke, dir: home.streams, log: local };
  const streams = parts.add(await startStreams(reading));
  functions.onWrite(streams.wake);
  const schedules = parts.add(startSchedules(cloud.schedules, invoke, local, { now: clock.now }));
  const seconds = (): number => Math.floor(clock.now() / 1000);
  parts.add(startExpirySweeper({ call, tables: cloud.tables, now: seconds, log: local }));
  if (app.watch) parts.add(startWatching({ folders: app.watch, app, cloud, functions, say }));
  aws.attach({
    clock,
    schedule: (name) => schedules.runOf(functions.idOf(name) ?? functions.idOf(`${app.prefix ?? ''}${name}`) ?? ''),
    functionNamed: (name) => {
      const id = functions.idOf(name);
      return id === undefined ? undefined : (payload) => invoke(id, payload);
    },
    idle: () => isIdle(functions, streams, () => parts.pending()),
  });
  return addresses;
};

const idNamed = ({ idOf }: Functions, name: string): string => {
  const id = idOf(name);
  if (id === undefined) throw new StartError(`The template has no function ${name} that could be started early.`);
  return id;
};

/** An app without pages: whatever is not the API's is not found. */
const noPage: Page = () => gatewayAnswer(404, 'Not Found');

/** Where the SDK finds each service; what has no service of its own here goes to the same stand-in and is refused there. */
const endpointsOf = ({ aws, dynamodb, mailbox, identity }: Addresses): Record<string, string> => ({
  AWS_ENDPOINT_URL: aws,
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  ...(identity && { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: identity }),
  AWS_ENDPOINT_URL_SES: mailbox,
});
