import { parseArguments, usage } from './test/arguments.ts';
import { runJest } from './test/jest.ts';
import { verdictOf, type Verdict } from './test/verdict.ts';

/** Runs jest once and says on stderr why the run counts as failed, if it does. */
const run = async (layers: readonly string[], options: readonly string[]): Promise<Verdict> => {
  const whole = options.length === 0;
  const name = layers.join(', ') || 'the tests asked for';
  const verdict = verdictOf(await runJest({ layers, options }), { whole });
  for (const reason of verdict.reasons) process.stderr.write(`${name}: ${reason}\n`);
  return verdict;
};

const { help, layers, options } = parseArguments(process.argv.slice(2));
if (help) {
  process.stdout.write(usage);
} else {
  // A layer a run: each must have tests of its own, and e2e, which measures and kills shops, has the machine to itself.
  const runs = options.length > 0 ? [layers] : layers.map((layer) => [layer]);
  let [passed, failed] = [0, 0];
  for (const each of runs) {
    const verdict = await run(each, options);
    passed += verdict.passed;
    failed += verdict.failed;
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
