import { secretsOf } from './secrets.ts';
import type { Addresses } from './addresses.ts';
import { startClock } from '../packages/local-cloud/src/clock.ts';
import { Closing } from '../packages/local-cloud/src/closing.ts';
import { runCloud, type Seed } from './cloud-run.ts';
import { forget, homeAt, prepareHome, writeJson } from './home.ts';
import { takeLock } from '../packages/local-cloud/src/lock.ts';
import { openLogs, type LogFiles } from '../packages/local-cloud/src/log-files.ts';
import { checkPort } from '../packages/local-cloud/src/ports.ts';
import { startDatabase, startServices } from './services.ts';
import type { Settings } from './settings.ts';
import { StartError } from '../packages/local-cloud/src/start-error.ts';
import { synthesizeApart } from './synthesize.ts';
import { readCloud } from '../packages/local-cloud/src/template/read.ts';
import { together } from '../packages/local-cloud/src/together.ts';

/** What the shop is started with besides its settings. */
export type Surroundings = {
  /** Tells the person at the terminal, a line at a time. */
  say: (line: string) => void;
  /** Fills the tables when the data is new. */
  seed: Seed;
  /** Gives the start up. */
  signal: AbortSignal;
};

/** The running shop. */
export type Shop = { addresses: Addresses; close: () => Promise<void> };

/**
 * Starts the whole shop on this machine: the services it stands on, the synthesized template, and everything that the
 * template deploys. Rejects with a StartError, having ended what it had started.
 */
export const startShop = async (settings: Settings, surroundings: Surroundings): Promise<Shop> => {
  const closing = new Closing();
  try {
    const addresses = await unless(surroundings.signal, start(settings, surroundings, closing));
    return { addresses, close: () => closing.run() };
  } catch (error) {
    await closing.run();
    throw error;
  }
};

/** The work's result, or a rejection as soon as the signal comes: nobody who pressed Ctrl-C waits for a database. */
const unless = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
  const givenUp = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new StartError('The start was given up.')), { once: true });
  });
  return Promise.race([work, givenUp]);
};

const start = async (settings: Settings, { say, seed, signal }: Surroundings, closing: Closing): Promise<Addresses> => {
  const home = homeAt(settings.home);
  prepareHome(settings.home);
  closing.add(takeLock(home.lock));
  if (settings.fresh) forget(home);
  const logs = openLogs(home.logs);
  closing.add(logs.close);
  const clock = startClock();
  const port = await checkPort(settings.port);
  const { account, mailbox, paypal } = await startServices(settings, { home, port, clock, closing });

  say('starting the database and synthesizing the template');
  const origin = `http://127.0.0.1:${port}`;
  const stage = { origin, paypalApiBase: paypal.url, outdir: home.assembly, build: home.build };
  const [dynamodb] = await together(
    signal,
    () => startDatabase(settings, home, closing),
    (either) => synthesizeApart(stage, either),
  );
  signal.throwIfAborted();

  const cloud = readCloud(home.assembly);
  const api = `${origin}/${cloud.stageName}`;
  const services = { api, mailbox, paypal: paypal.url, dynamodb };
  const secrets = secretsOf(account, settings, paypal.anchorsPem);
  const foreignDatabase = settings.dynamodbEndpoint;
  const log = logger(logs, settings.verbose ? say : undefined);
  const aws = await runCloud({
    cloud,
    addresses: services,
    secrets,
    home,
    foreignDatabase,
    port,
    clock,
    webhooksPending: paypal.pending ?? (() => false),
    seed,
    say,
    log,
    signal,
    closing,
  });
  const addresses: Addresses = { ...services, identity: null, aws, staff: [] };
  writeJson(home.addresses, addresses);
  return addresses;
};

const logger =
  (logs: LogFiles, say: Surroundings['say'] | undefined) =>
  (name: string, line: string): void => {
    logs.append(name, line);
    say?.(`${name}: ${line}`);
  };
