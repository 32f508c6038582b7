import { isUnavailable } from '../functions/kit/store/unavailable.ts';
import { parseArguments, usage } from './audit/arguments.ts';
import { Mistake } from './audit/mistake.ts';
import { run } from './audit/run.ts';
import { localStandIns } from './load/local-shop.ts';
import { stagePorts } from './load/stage-ports.ts';

const out = (text: string): void => console.log(text);

/** npm runs scripts in the project's folder; files are named as seen from where npm was called. */
const folder = process.env['INIT_CWD'] ?? process.cwd();

const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof Mistake) return error.message;
  if (!(error instanceof Error)) return undefined;
  if (/^parameter \S+ is missing$/.test(error.message)) return `The ${error.message} in Parameter Store.`;
  if (error.name === 'ResourceNotFoundException') return 'The stage is not there, or not whole: deploy it first.';
  if (/AccessDenied|NotAuthorized|Credentials|UnrecognizedClient|ExpiredToken/.test(error.name))
    return `These AWS credentials may not read the audit log (${error.name}).`;
  return isUnavailable(error) ? `The stage does not answer (${error.name}).` : undefined;
};

const main = async (): Promise<boolean> => {
  const asked = parseArguments(process.argv.slice(2));
  if (asked.command === 'help') {
    out(usage.trimEnd());
    return true;
  }
  const { stage } = asked;
  const home = process.env['CANDOR_HOME'] || '.candor';
  const ports = () => ({
    ...stagePorts(stage, stage === 'local' ? localStandIns(home) : {}),
    now: () => new Date(),
  });
  return run(asked, ports, { out, folder });
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  console.error(sentence);
  process.exitCode = 1;
}
