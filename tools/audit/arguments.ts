import { parseArgs } from 'node:util';
import { isVerifierKey } from '../../functions/audit/note.ts';
import { Mistake } from './mistake.ts';

/** What `npm run audit -- --help` prints. */
export const usage = `npm run audit -- COMMAND [--stage STAGE]

Checks the log of what staff have seen and changed, with the AWS credentials of whoever runs it.

  verify [--head FILE]…   compare rows, leaves and heads; prints a line for each finding, exit code 1 when there is one.
                          With heads that were printed earlier: whether the log still has their history
  head                    print the newest signed head; keep it with somebody else
  key                     print the verifier key that heads are signed for
  prove --row ID          print a proof that a row is in the log; it tells what the row says
  check FILE              check a head or a proof without the stage; needs --key

  --stage STAGE           dev, prod, or local: the shop that npm start runs (local)
  --key KEY               trust this verifier key, and not those of the stage's parameter audit-log-key; may be repeated
  --help                  print this
`;

const commands = ['verify', 'head', 'key', 'prove', 'check'] as const;
type Command = (typeof commands)[number];

/** What to do, in which stage, with which files. */
export type AuditArguments = {
  command: Command | 'help';
  stage: string;
  heads: string[];
  keys: string[];
  row: string;
  file: string;
};

const options = {
  stage: { type: 'string' },
  head: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  row: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const help = 'npm run audit -- --help lists what there is.';

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new Mistake(`${sentence.replace(/\.$/, '')}; ${help}`);
  }
};

/** Reads the arguments; throws a Mistake that says what is wrong with them. */
export const parseArguments = (argv: readonly string[]): AuditArguments => {
  const { values, positionals } = parsed(argv);
  const { stage = 'local', head: heads = [], key: keys = [], row = '' } = values;
  const [word, file = '', ...more] = positionals;
  const read = { stage, heads, keys, row, file };
  if (values.help || word === undefined) return { command: 'help', ...read };
  const command = commands.find((each) => each === word);
  if (!command) throw new Mistake(`There is no command ${word}; ${help}`);
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) throw new Mistake('A stage is named by small letters, like --stage dev.');
  if (more.length > 0 || (file !== '' && command !== 'check'))
    throw new Mistake(`${more[0] ?? file} is too much; ${help}`);
  if (command === 'check' && (file === '' || keys.length === 0))
    throw new Mistake('Say what to check and by which key: npm run audit -- check FILE --key KEY.');
  if (command === 'prove' && row === '') throw new Mistake('Say which row to prove: npm run audit -- prove --row ID.');
  if (heads.length > 0 && command !== 'verify') throw new Mistake('Earlier heads are for verify alone.');
  const bad = keys.find((key) => !isVerifierKey(key));
  if (bad !== undefined) throw new Mistake(`${bad} is not a verifier key; npm run audit -- key prints one.`);
  return { command, ...read };
};
