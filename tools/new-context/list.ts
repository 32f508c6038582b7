/** A place in the list of contexts that does not exist; the message is one sentence that says what to change. */
export class PlaceError extends Error {
  override name = 'PlaceError';
}

const pathOf = (line: string): string => /from '([^']+)'/.exec(line)?.[1] ?? '';

/** Returns the source with an import of the context, where the order of paths has it. */
const withImport = (source: string, name: string): string => {
  const path = `./${name}/contract.ts`;
  const lines = source.split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('import '));
  const next = lines.findIndex((line) => line.startsWith('import ') && pathOf(line) > path);
  return lines.toSpliced(next < 0 ? last + 1 : next, 0, `import { ${name} } from '${path}';`).join('\n');
};

/** Returns where a context comes in the list: after `above`, or before `meta`, or at the end. Throws a PlaceError. */
const placeIn = (names: readonly string[], above: string | undefined): number => {
  if (above === undefined) return names.includes('meta') ? names.indexOf('meta') : names.length;
  if (!names.includes(above)) throw new PlaceError(`functions/contexts.ts lists no context ${above}.`);
  return names.indexOf(above) + 1;
};

/**
 * Returns functions/contexts.ts with one more context: directly above the one named, or before `meta`. Throws a
 * PlaceError when that one is not in the list, and when the source has no list.
 */
export const withContext = (source: string, name: string, above?: string): string => {
  const found = /(export const contexts: readonly Context\[\] = \[)([^\]]*)(\];)/.exec(source);
  if (!found) throw new PlaceError('functions/contexts.ts has no list of contexts.');
  const names = (found[2] ?? '').match(/[a-z]+/g) ?? [];
  const listed = names.toSpliced(placeIn(names, above), 0, name).map((each) => `  ${each},\n`);
  return withImport(source.replace(found[0], `${found[1]}\n${listed.join('')}${found[3]}`), name);
};
