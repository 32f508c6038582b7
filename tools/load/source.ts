import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LoadError } from './load-error.ts';

/** A file as it was read: the name to tell lines by, and its text. */
export type Source = { name: string; text: string };

/** A line that was refused, and what is wrong with it; it never quotes a PIN. */
export type BadLine = { file: string; line: number; is: string };

const reasons: Record<string, string> = {
  ENOENT: 'it does not exist',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
};

/** Reads a file of UTF-8 text, without its byte order mark if it has one; throws a LoadError when there is none. */
export const readSource = (file: string, folder: string): Source => {
  const name = path.basename(file);
  try {
    const bytes = readFileSync(path.resolve(folder, file));
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new LoadError(`${file} is not a text in UTF-8.`);
    throw new LoadError(`${file} cannot be read: ${reasons[code] ?? code}.`);
  }
};
