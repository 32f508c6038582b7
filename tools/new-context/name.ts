/** Names that the made files use themselves, and words that TypeScript keeps. */
const taken = new Set(
  [
    'kit contexts context routes serve call ports database read apply refuse view limits import export class const enum',
    'default delete return switch throw while with yield await static public private package interface function typeof',
    'void null true false this super case break catch continue debugger else extends finally for if in instanceof new try',
    'var let do implements protected eval arguments',
  ]
    .join(' ')
    .split(' '),
);

/** Returns why a context cannot have a name, in one sentence; undefined when it can. */
export const nameRefused = (name: string): string | undefined => {
  if (!/^[a-z]{2,31}$/.test(name)) return 'A context needs a name of lower-case letters, 2 to 31 of them.';
  return taken.has(name)
    ? `A context cannot be called ${name}: the word means something else in its files.`
    : undefined;
};
