import { StartError } from '../stand-in/start-error.ts';

type Fields = Record<string, unknown>;
type Matcher = (value: unknown) => boolean;

/**
 * Compiles the filter patterns of an event source mapping, as far as they compare for equality. A record passes when one pattern
 * matches, or when there is none. Throws a StartError that names `source` and the place for everything else, operators included.
 */
export const compileFilters = (patterns: readonly unknown[], source: string): Matcher => {
  const matchers = patterns.map((pattern) => matcherOf(pattern, [], source));
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
};

const matcherOf = (pattern: unknown, path: readonly string[], source: string): Matcher => {
  const refusal = (reason: string): StartError => {
    const at = path.join('.') || 'its top';
    return new StartError(`The filter of stream source ${source} cannot be served: ${reason}, at ${at}.`);
  };
  if (Array.isArray(pattern)) {
    if (pattern.length === 0) throw refusal('an empty array matches nothing');
    const operator = pattern.find(isFields);
    if (operator) throw refusal(`the operator "${Object.keys(operator).join()}" is unknown`);
    return (value) => pattern.includes(value);
  }
  if (!isFields(pattern)) throw refusal('an object of fields or an array of values is needed');
  const matchers = Object.entries(pattern).map(([name, inner]) => {
    const matches = matcherOf(inner, [...path, name], source);
    return (value: unknown): boolean => matches(isFields(value) ? value[name] : undefined);
  });
  if (matchers.length === 0) throw refusal('an empty pattern matches nothing');
  return (value) => matchers.every((matches) => matches(value));
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
