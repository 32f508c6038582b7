import fc from 'fast-check';
import { schedule } from '../test/harness/money/arbitrary.ts';
import { violationsIn } from '../test/harness/money/schedules.ts';

const usage = `npm run soak -- [SCHEDULES] [SEED]

Runs random schedules of events, refunds, reveals, withdrawals and killed processes against money in memory: 10000 unless
a number is named. A failure prints the seed, by which it runs again, and the shortest schedule that fails.
`;

const [count = '10000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
if (!/^\d+$/.test(count) || !/^-?\d+$/.test(seed)) {
  process.stderr.write(usage);
  process.exit(1);
}

const wanted = Number(count);
const begun = Date.now();
let done = 0;
const property = fc.asyncProperty(schedule, async (each) => {
  done += 1;
  if (done % 500 === 0) process.stderr.write(`${done} of ${wanted}, ${Math.round((Date.now() - begun) / 1000)} s\n`);
  const violations = await violationsIn(each);
  if (violations.length > 0) throw new Error(violations.join('\n'));
});
const result = await fc.check(property, { numRuns: wanted, seed: Number(seed) });

process.stdout.write(
  [
    `seed        ${seed}`,
    `schedules   ${result.numRuns}`,
    `violations  ${result.failed ? 1 : 0}`,
    ...(result.failed ? [fc.defaultReportMessage(result) ?? ''] : []),
    '',
  ].join('\n'),
);
process.exitCode = result.failed ? 1 : 0;
