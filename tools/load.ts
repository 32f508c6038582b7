import { parseArguments, usage } from './load/arguments.ts';
import { explain } from './load/explain.ts';
import { localStandIns } from './load/local-shop.ts';
import { load } from './load/run.ts';
import { readSource } from './load/source.ts';
import { stagePorts } from './load/stage-ports.ts';

const out = (line: string): void => console.log(line);
const err = (line: string): void => console.error(line);

/** npm runs scripts in the project's folder; the operator named files as seen from where npm was called. */
const folder = process.env['INIT_CWD'] ?? process.cwd();

let stage = '';

const main = async (): Promise<boolean> => {
  const options = parseArguments(process.argv.slice(2));
  if (options.help) {
    out(usage.trimEnd());
    return true;
  }
  stage = options.stage;
  const source = (file: string | undefined) => (file === undefined ? undefined : readSource(file, folder));
  const sources = { products: source(options.products), pins: source(options.pins) };
  const home = process.env['CANDOR_HOME'] || '.candor';
  const ports = stagePorts(stage, stage === 'local' ? localStandIns(home) : {});
  return load(sources, ports, { out, err, now: Date.now });
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  const sentence = explain(error, stage);
  if (sentence === undefined) throw error;
  err(sentence);
  process.exitCode = 1;
}
