/**
 * How an attribute is kept. There is no mark for a personal value in the clear: such an attribute cannot be declared.
 * `pseudonym`: an id that leads to a person only through rows that an erasure deletes. `sealed`: readable with a data key
 * alone. `hash`: a keyed hash, or the hash of a text of the shop. `plain`: says nothing of a person, such as a state, a time, an
 * amount, a text of the shop.
 */
export const marks = ['pseudonym', 'sealed', 'hash', 'plain'] as const;
export type Mark = (typeof marks)[number];

/** Attributes by their mark, as paths parted by blanks: `lines.*.name`, where `*` is any name or any place in a list. */
export type Fields = { readonly [M in Mark]?: string };

/** How long rows are kept, and why so long: so many days after something, or until something happens. */
export type Kept =
  | { readonly days: number; readonly after: string; readonly why: string }
  | { readonly until: string; readonly why: string };

/** Days for which it is kept what a request made. */
export const requestDays = 30;

/** Returns the paths of a mark. */
export const pathsOf = (fields: Fields, mark: Mark): string[] => fields[mark]?.split(/\s+/).filter(Boolean) ?? [];

const matches = (path: readonly string[], pattern: readonly string[]): boolean =>
  path.length === pattern.length && pattern.every((part, at) => part === '*' || part === path[at]);

/** Returns how the attribute at a path is kept; undefined when nobody has said it. */
export const markAt = (fields: Fields, path: readonly string[]): Mark | undefined =>
  marks.find((mark) => pathsOf(fields, mark).some((pattern) => matches(path, pattern.split('.'))));
