/** What the system says when nothing more can be written, in the words for the person at the terminal. */
const reasons: Readonly<Record<string, string>> = {
  EDQUOT: 'its quota is used up',
  EFBIG: 'a file has reached the largest size allowed',
  EIO: 'the disk fails',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk has become read-only',
};

/** Returns the sentence for an error that says that data cannot be written any more; undefined for any other error. */
export const unwritable = (error: unknown, folder: string, who: string): string | undefined => {
  const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown };
  const reason = typeof code === 'string' && Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (reason === undefined) return undefined;
  const where = typeof path === 'string' ? path : folder;
  return `${who} ends because ${where} cannot be written: ${reason} (${String(code)}). What it answered for is kept.`;
};
