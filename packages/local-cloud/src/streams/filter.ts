import { StartError } from '../stand-in/start-error.ts';

type Node = Record<string, unknown>;
type Matcher = (value: unknown) => boolean;

/**
 * Compiles the filter patterns of an event source mapping, as far as they compare for equality. A record passes when one pattern
 * matches, or when there is none. Throws a StartError that names `source` and the place for everything else, operators included.
 */
export const compileFilters = (patterns: readonly unknown[], source: string): ((record: unknown) => boolean) => {
  const matchers = patterns.map((pattern) => matcherOf(pattern, [], source));
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
};

const matcherOf = (pattern: unknown, path: readonly string[], source: string): Matcher => {
  const refusal = (reason: string): StartError =>
    new StartError(
      `The filter of stream source ${source} cannot be served: ${reason}, at ${path.join('.') || 'its top'}.`,
    );
  if (Array.isArray(pattern)) {
    if (pattern.length === 0) throw refusal('an empty array matches nothing');
    const operator: unknown = pattern.find((each) => typeof each === 'object' && each !== null);
    if (operator !== undefined)
      throw refusal(`the operator ${JSON.stringify(Object.keys(operator as Node)[0])} is unknown`);
    return (value) => pattern.includes(value);
  }
  if (!isNode(pattern)) throw refusal('an object of fields or an array of values is needed');
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw refusal('an empty pattern matches nothing');
  const matchers = fields.map(([name, inner]) => [name, matcherOf(inner, [...path, name], source)] as const);
  return (value) => matchers.every(([name, matches]) => matches(isNode(value) ? value[name] : undefined));
};

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
