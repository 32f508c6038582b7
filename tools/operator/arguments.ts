import { parseArgs } from 'node:util';
import { options, type Command, type Given } from './command.ts';
import { Mistake } from './mistake.ts';

const help = 'npm run operator -- --help lists what there is.';

/** Options that every command takes. */
const always = ['api', 'json', 'help'] as const;

const takesText = (word: string): boolean => {
  const name = word.slice(2) as keyof typeof options;
  return word.startsWith('--') && Object.hasOwn(options, name) && options[name].type === 'string';
};

/** One in 64 ids begins with a hyphen, and is no option for that. */
const isId = (word: string): boolean => /^-[\w-]{21}$/.test(word) && !Object.hasOwn(options, word.slice(2));

/** Returns the arguments with ids where nothing takes them for options: tied to the option before them, or at the end. */
const withIds = (argv: readonly string[]): string[] => {
  const [before, ids]: [string[], string[]] = [[], []];
  for (let at = 0; at < argv.length; at += 1) {
    const [word = '', next] = argv.slice(at);
    if (takesText(word) && next !== undefined && isId(next)) {
      before.push(`${word}=${next}`);
      at += 1;
    } else (isId(word) ? ids : before).push(word);
  }
  return ids.length > 0 ? [...before, '--', ...ids] : before;
};

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: withIds(argv), options, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new Mistake(`${sentence.replace(/\.$/, '')}; ${help}`);
  }
};

const isOptional = (word: string): boolean => word.startsWith('[');

/** Reads the arguments; `command` is undefined when help is wanted. Throws a Mistake that says what is wrong with them. */
export const parseArguments = (
  argv: readonly string[],
  commands: Readonly<Record<string, Command>>,
): Given & { name: string; command: Command | undefined } => {
  const { values, positionals } = parsed(argv);
  const [name = '', ...words] = positionals;
  if (values.help || name === '') return { name, command: undefined, words, values };
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Mistake(`There is no command ${name}; ${help}`);
  const wanted = command.words.split(' ').slice(1);
  const needed = wanted.filter((word) => !isOptional(word));
  if (words.length < needed.length || words.length > wanted.length)
    throw new Mistake(`The command is: npm run operator -- ${command.words}`);
  const known: readonly string[] = [...always, ...(command.takes ?? [])];
  const stranger = Object.keys(values).find((each) => !known.includes(each));
  if (stranger !== undefined) throw new Mistake(`${name} does not take --${stranger}; ${help}`);
  return { name, command, words, values };
};

/** Returns what `npm run operator -- --help` prints. */
export const usageOf = (commands: Readonly<Record<string, Command>>): string => {
  const shown = Object.values(commands).map(({ words, about, takes = [] }) => {
    const flags = takes.map((each) => `[--${each}${options[each].type === 'string' ? ' …' : ''}]`);
    return `  ${[words, ...flags].join(' ')}\n      ${about}`;
  });
  return `npm run operator -- COMMAND [--api URL] [--json]

Does what staff may do, through the shop's own API.

${shown.join('\n')}

  --api URL   base URL of the API, ending in /api; without it the shop that npm start runs on this machine
  --json      print the result as one line of JSON
  --help      print this

At the shop on this machine every command signs in by itself, with the ready account of the group that it needs. Elsewhere
sign in first; the session is kept in operator.json of CANDOR_HOME (.candor), readable for you alone.
`;
};
