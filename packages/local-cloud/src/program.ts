import { unwritable } from './full-disk.ts';
import { StartError, type Part } from './stand-in/index.ts';

/** A program that runs until it is told to end. */
export type Program = {
  /** How a sentence about it begins, such as "The shop". */
  who: string;
  /** The folder of its data. */
  folder: string;
  start: (signal: AbortSignal) => Promise<Part>;
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
