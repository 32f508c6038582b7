import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Prompt } from './session.ts';

/**
 * Returns what asks the person at the terminal, on stderr, so that the result of a command is all that is on stdout. Without a
 * terminal it takes the lines of stdin one after the other.
 */
export const terminalPrompt = (
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): Prompt & { close: () => void } => {
  let isHidden = false;
  const shown = new Writable({
    write: (chunk: Buffer, _, done) => {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  // Opened with the first question, because an open one keeps the process alive.
  let opened: { lines: Interface; answers: AsyncIterator<string> } | undefined;
  const open = () => {
    const lines = createInterface({ input, output: shown, terminal: input.isTTY });
    return { lines, answers: lines[Symbol.asyncIterator]() };
  };
  const ask: Prompt = async (question, { hidden = false } = {}) => {
    opened ??= open();
    output.write(question);
    isHidden = hidden;
    const { value, done } = await opened.answers.next();
    if (hidden) output.write('\n');
    isHidden = false;
    return done ? '' : String(value).trim();
  };
  return Object.assign(ask, { close: () => opened?.lines.close() });
};
