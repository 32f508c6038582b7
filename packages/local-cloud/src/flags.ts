import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { StartError } from './stand-in/start-error.ts';

/** Reads the flags of a program, and words beside them where it takes some. Throws a StartError for what is not among its options. */
export const flagsOf = <O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
  { help, words = false }: { help: string; words?: boolean },
) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: words });
  } catch (cause) {
    throw new StartError(`${(cause as Error).message.split('.')[0]}; ${help} --help lists what there is.`, { cause });
  }
};

/** Returns a port: from the flag `--port`, else from the variable PORT, else 3000. Throws a StartError for what is none. */
export const portOf = (flag: string | undefined, variable: string | undefined): number => {
  const text = flag ?? (variable || '3000');
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  const name = flag === undefined ? 'PORT' : '--port';
  throw new StartError(`${name} must be a whole number from 0 to 65535, not "${text}".`);
};
