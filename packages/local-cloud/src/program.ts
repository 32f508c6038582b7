import type { Part } from './parts.ts';
import { StartError } from './stand-in/start-error.ts';

/** A program that runs until it is told to end. */
export type Program = {
  /** How a sentence about it begins, such as "The shop". */
  who: string;
  /** The folder of its data. */
  folder: string;
  start: (signal: AbortSignal) => Promise<Part>;
};

/** What the system says when nothing more can be written, in the words for the person at the terminal. */
const reasons = new Map<unknown, string>([
  ['EDQUOT', 'its quota is used up'],
  ['EFBIG', 'a file has reached the largest size allowed'],
  ['EIO', 'the disk fails'],
  ['ENOSPC', 'the disk is full'],
  ['EROFS', 'the disk has become read-only'],
]);

/** Returns the sentence for an error that says that data cannot be written any more; undefined for any other error. */
export const unwritable = (error: unknown, folder: string, who: string): string | undefined => {
  const { code, path = folder } = (error ?? {}) as { code?: unknown; path?: string };
  const reason = reasons.get(code);
  if (reason === undefined) return undefined;
  return `${who} ends because ${path} cannot be written: ${reason} (${String(code)}). What was acknowledged is kept.`;
};

/**
 * Runs a program until the first signal ends it in order; a second one does not wait. A disk that takes no more ends it in order,
 * wherever that was noticed; what nobody foresaw ends it at once. Exits, with 1 and one sentence for what it could say.
 */
export const runProgram = async (open: () => Program | undefined): Promise<never> => {
  const ending = new AbortController();
  let failure: string | undefined;
  let sentenceOf = (error: unknown): string | undefined => (error instanceof StartError ? error.message : undefined);
  const onError = (error: unknown): void => {
    failure ??= sentenceOf(error);
    if (failure !== undefined) return ending.abort();
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  };
  try {
    const program = open();
    if (program === undefined) process.exit(0);
    const { who, folder, start } = program;
    sentenceOf = (error) => (error instanceof StartError ? error.message : unwritable(error, folder, who));
    process.on('uncaughtException', onError);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => (ending.signal.aborted ? process.exit(130) : ending.abort()));
    }
    const running = await start(ending.signal);
    if (!ending.signal.aborted) await new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
    process.stdout.write('ending\n');
    await running.close();
  } catch (error) {
    if (!ending.signal.aborted) onError(error);
  }
  if (failure !== undefined) process.stderr.write(`${failure}\n`);
  process.exit(failure === undefined ? 0 : 1);
};
