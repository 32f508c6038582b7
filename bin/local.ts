import { readFileSync } from 'node:fs';
import type { Seed } from '../local/cloud-run.ts';
import { parseSettings, usage } from '../local/settings.ts';
import { startShop } from '../local/shop.ts';
import { StartError } from '../local/start-error.ts';

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

async function main(): Promise<void> {
  const settings = parseSettings(process.argv.slice(2), process.env, (file) => readFileSync(file, 'utf8'));
  if (settings.help) return say(usage.trimEnd());
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
}

try {
  await main();
  process.exit(0);
} catch (error) {
  if (ending.signal.aborted) process.exit(0);
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
