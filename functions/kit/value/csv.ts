const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/**
 * Returns the fields of one line of CSV (RFC 4180: quoted fields, a quote doubled inside them); undefined when its quotes do not
 * fit. A field cannot hold a line break, so that a quote left open spoils its own line and no other.
 */
export const csvFields = (line: string): string[] | undefined => {
  const fields: string[] = [];
  field.lastIndex = 0;
  for (;;) {
    const match = field.exec(line);
    if (!match) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
};

/** A line of a file, counted from 1. */
export type Line = { line: number; text: string };

/** Returns the lines of a text that have something on them; LF, CRLF and CR end a line. */
export const linesOf = (text: string): Line[] =>
  text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter((line) => line.text.trim() !== '');
