import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

/** A fresh process: loads a bundle, waits until it is still, makes its first request, and prints the CPU time of each in milliseconds. */
const [file = '', event = '{}'] = process.argv.slice(2);
const spent = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};
const begun = process.cpuUsage();
const { handler } = createRequire(import.meta.url)(file) as {
  handler: (event: unknown, context: object) => Promise<{ statusCode: number }>;
};
const load = spent(begun);
await sleep(100);
const init = spent(begun);
const before = process.cpuUsage();
const at = performance.now();
const context = { awsRequestId: 'first', getRemainingTimeInMillis: () => 10_000 };
const { statusCode } = await handler(JSON.parse(event), context);
const wall = performance.now() - at;
process.stdout.write(JSON.stringify({ load, init, request: spent(before), wall, statusCode }));
process.exit(0);
