import { parseArgs } from 'node:util';
import { LoadError } from './load-error.ts';

/** What `npm run load -- --help` prints. */
export const usage = `npm run load -- --stage STAGE [products.json] [pins.csv]

Loads products and PINs into a stage, with the AWS credentials of whoever runs it. Run again, it changes nothing that
is there already; run after an interruption, it goes on where it stopped.

  --stage STAGE   dev, prod, or local: the shop that npm start runs
  --help          print this

  products.json   an array of { sku, name, description, faceValue, price, countries }; money is
                  { "amount": "10.00", "currency": "USD" }, countries are two letters each
  pins.csv        a header line sku,pin and a line for each PIN

A line that is wrong is told by its number and left out, and the others are loaded; the exit code is 1 then. PINs are
never printed.
`;

/** Which stage to load what into. */
export type LoadArguments = { help: true } | { help: false; stage: string; products?: string; pins?: string };

const options = { stage: { type: 'string' }, help: { type: 'boolean' } } as const;

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new LoadError(`${sentence.replace(/\.$/, '')}; npm run load -- --help lists what there is.`);
  }
};

/** The one file with this ending, if there is one. */
const fileOf = (ending: string, files: readonly string[]): string | undefined => {
  const [file, ...more] = files.filter((name) => name.toLowerCase().endsWith(ending));
  if (more.length > 0) throw new LoadError(`There is more than one ${ending} file; load them one after the other.`);
  return file;
};

/** Reads the arguments; throws a LoadError that says what is wrong with them. */
export const parseArguments = (argv: readonly string[]): LoadArguments => {
  const { values, positionals } = parsed(argv);
  if (values.help) return { help: true };
  const { stage } = values;
  if (!stage) throw new LoadError('Say which stage to load into: --stage dev, --stage prod or --stage local.');
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage))
    throw new LoadError('A stage is named by small letters, like --stage dev.');
  const stranger = positionals.find((name) => !/\.(json|csv)$/i.test(name));
  if (stranger) throw new LoadError(`${stranger} is neither a .json file of products nor a .csv file of PINs.`);
  const products = fileOf('.json', positionals);
  const pins = fileOf('.csv', positionals);
  if (!products && !pins) throw new LoadError('Name a file to load: products.json, pins.csv, or both.');
  return { help: false, stage, ...(products && { products }), ...(pins && { pins }) };
};
