/**
 * The text of a member's value in a JSON object, exactly as it was sent, which JSON.parse would lose: the spelling of
 * numbers, white space and key order decide about a signature. Undefined when there is none. The text must be valid JSON.
 */
export const memberText = (json: string, name: string): string | undefined => {
  const wanted = JSON.stringify(name);
  let found: string | undefined;
  let at = skipSpace(json, json.indexOf('{') + 1);
  while (json[at] === '"') {
    const keyEnd = endOfValue(json, at);
    const start = skipSpace(json, json.indexOf(':', keyEnd) + 1);
    const end = endOfValue(json, start);
    // The last member of a name wins, as it does for JSON.parse.
    if (json.slice(at, keyEnd) === wanted) found = json.slice(start, end);
    at = skipSpace(json, skipSpace(json, end) + 1);
  }
  return found;
};

const skipSpace = (json: string, at: number): number => {
  let next = at;
  while (/\s/.test(json[next] ?? '')) next += 1;
  return next;
};

/** The index after the value that starts at an index. */
const endOfValue = (json: string, start: number): number => {
  if (json[start] === '"') return endOfString(json, start);
  if (json[start] !== '{' && json[start] !== '[')
    return start + (/^[^\s,}\]]*/.exec(json.slice(start, start + 400))?.[0].length ?? 0);
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') at = endOfString(json, at) - 1;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return json.length;
};

const endOfString = (json: string, start: number): number => {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
};
