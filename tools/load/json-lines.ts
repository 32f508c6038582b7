const token = /"(?:[^"\\]|\\.)*"|[[\]{},]|\n|[^\s"[\]{},]+/gs;

/**
 * Returns the line, counted from 1, on which each element of a JSON array begins. The text has been parsed: it is known to be
 * an array.
 */
export const elementLines = (text: string): number[] => {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let awaited = false;
  for (const [part] of text.matchAll(token)) {
    if (part === '\n') {
      line += 1;
      continue;
    }
    if (awaited && part !== ']') lines.push(line);
    awaited = false;
    if (part === '[' || part === '{') depth += 1;
    else if (part === ']' || part === '}') depth -= 1;
    awaited = depth === 1 && (part === ',' || (part === '[' && lines.length === 0));
  }
  return lines;
};

const complaint = (text: string): string => {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;

/**
 * Returns the line, counted from 1, at which a text stops being JSON; undefined for JSON. For some mistakes the parser tells no
 * place: then it is the first line without which the text up to there does not have that mistake yet.
 */
export const brokenLine = (text: string): number | undefined => {
  const message = complaint(text);
  if (message === '') return undefined;
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return lineAt(text, Number(position));
  const lines = text.split('\n');
  if (!message.startsWith('Unexpected token')) return lines.length;
  let [sound, broken] = [0, lines.length];
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (complaint(lines.slice(0, middle).join('\n')).startsWith('Unexpected token')) broken = middle;
    else sound = middle;
  }
  return broken;
};
