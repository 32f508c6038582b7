/** Returns rows as lines with their columns below one another; the first row is the header. */
export const tableOf = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) => widths.map((width, column) => (row[column] ?? '').padEnd(width)).join('  ').trimEnd()); // prettier-ignore
};

/** Returns names and values as lines, the values below one another; what is undefined is left out. */
export const pairsOf = (pairs: Record<string, string | undefined>): string[] => {
  const entries = Object.entries(pairs).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
};
