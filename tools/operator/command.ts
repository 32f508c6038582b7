import type { Ask } from './ask.ts';
import type { Prompt } from './session.ts';

/** What a command gets: the API, the terminal, and the folder that files are named from. */
export type Terminal = {
  ask: Ask;
  prompt: Prompt;
  /** Writes a line of the result. */
  out: (line: string) => void;
  /** Writes a line for the person alone: progress, and what is wrong with a file. */
  err: (line: string) => void;
  /** Whether a program reads the result. */
  json: boolean;
  folder: string;
  newKey: () => string;
  now: () => number;
};

/** The options of all commands; each takes those that its usage names. */
export const options = {
  api: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  email: { type: 'string' },
  reason: { type: 'string' },
  amount: { type: 'string' },
  currency: { type: 'string' },
  person: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  unexplained: { type: 'boolean' },
  name: { type: 'string' },
  telephone: { type: 'string' },
  address: { type: 'boolean' },
  country: { type: 'string' },
} as const;

type Name = keyof typeof options;
type Values = { [N in Name]?: (typeof options)[N]['type'] extends 'boolean' ? boolean : string };

/** Words and options of a command, as the operator typed them. */
export type Given = { words: readonly string[]; values: Values };

/** One command: its words and options as the help shows them, and what it does; returns whether all of it was done. */
export type Command = {
  words: string;
  about: string;
  takes?: readonly Name[];
  run: (given: Given, terminal: Terminal) => Promise<boolean>;
};

/** Shows a result: as lines for people, as one line of JSON for programs. */
export const show = ({ json, out }: Pick<Terminal, 'json' | 'out'>, value: unknown, lines: readonly string[]): void => {
  if (json) out(JSON.stringify(value));
  else lines.forEach(out);
};
