import { readFileSync } from 'node:fs';
import { runProgram } from 'local-cloud';
import { seed } from '../local/seed.ts';
import { parseSettings, usage } from '../local/settings.ts';
import { startShop } from '../local/shop.ts';

// Lambda's clock is UTC, and workers share this process's.
process.env['TZ'] = 'UTC';

const say = (line: string): void => console.log(line);

await runProgram(() => {
  const settings = parseSettings(process.argv.slice(2), process.env, (file) => readFileSync(file, 'utf8'));
  if (settings.help) return void say(usage.trimEnd());
  const start = async (signal: AbortSignal) => {
    const shop = await startShop(settings, { say, seed, signal });
    const names = ['api', 'mailbox', 'paypal', 'dynamodb'] as const;
    say(['candor is ready', ...names.map((name) => `  ${name.padEnd(9)}${shop.addresses[name]}`)].join('\n'));
    return shop;
  };
  return { who: 'The shop', folder: settings.home, start };
});
