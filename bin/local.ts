import { readFileSync } from 'node:fs';
import type { Seed } from '../local/cloud-run.ts';
import { unwritable } from '../packages/local-cloud/src/full-disk.ts';
import { parseSettings, usage } from '../local/settings.ts';
import { startShop } from '../local/shop.ts';
import { StartError } from '../packages/local-cloud/src/start-error.ts';

// Lambda's clock is UTC, and workers share this process's.
process.env['TZ'] = 'UTC';

const say = (line: string): void => console.log(line);
const ending = new AbortController();

/** Loaded only when there is something to fill: a running shop does without the loader's weight. */
const seed: Seed = async (at) => {
  const [{ seedDemonstration }, { stagePorts }] = await Promise.all([
    import('../tools/load/seed.ts'),
    import('../tools/load/stage-ports.ts'),
  ]);
  await seedDemonstration(stagePorts('local', at));
};

/** The first signal ends everything in order; a second one does not wait. */
const onSignal = (): void => {
  if (ending.signal.aborted) process.exit(130);
  ending.abort();
};

/** Why the shop had to end, as one sentence. */
let failure: string | undefined;

/** A disk that takes no more ends the shop in order, wherever it was noticed; what nobody foresaw ends it at once. */
const onError =
  (home: string) =>
  (error: unknown): void => {
    const sentence = unwritable(error, home);
    if (sentence === undefined) {
      console.error(error);
      process.exit(1);
    }
    failure ??= sentence;
    ending.abort();
  };

const main = async (): Promise<void> => {
  const settings = parseSettings(process.argv.slice(2), process.env, (file) => readFileSync(file, 'utf8'));
  if (settings.help) return say(usage.trimEnd());
  process.on('uncaughtException', onError(settings.home));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const shop = await startShop(settings, { say, seed, signal: ending.signal });
  const { api, mailbox, paypal, dynamodb } = shop.addresses;
  say(
    [
      'candor is ready',
      `  api      ${api}`,
      `  mailbox  ${mailbox}`,
      `  paypal   ${paypal}`,
      `  dynamodb ${dynamodb}`,
    ].join('\n'),
  );
  if (!ending.signal.aborted) await new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
  say('ending');
  await shop.close();
};

try {
  await main();
} catch (error) {
  if (!ending.signal.aborted) failure = error instanceof StartError ? error.message : unwritable(error, '.candor');
  if (failure === undefined && !ending.signal.aborted) throw error;
}
if (failure !== undefined) console.error(failure);
process.exit(failure === undefined ? 0 : 1);
