/** Returns a text as code in a cell of a table. */
export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** Returns texts as code, parted by commas. */
export const codes = (all: readonly string[]): string => all.map(code).join(', ');

/** Returns a table of Markdown. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
