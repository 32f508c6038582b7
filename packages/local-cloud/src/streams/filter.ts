import { StartError } from '../stand-in/start-error.ts';
import { isPrimitive, operatorMatcher, type Matcher } from './operators.ts';

type Node = Record<string, unknown>;

/**
 * Compiles the filter patterns of an event source mapping, in EventBridge's language as Lambda applies it to stream records.
 * A record passes when one pattern matches, or when there is none. Throws a StartError that names `source` and the place for
 * everything it does not understand.
 */
export const compileFilters = (patterns: readonly unknown[], source: string): ((record: unknown) => boolean) => {
  const matchers = patterns.map((pattern) => objectMatcher(pattern, [], source));
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
};

const objectMatcher = (pattern: unknown, path: string[], source: string): Matcher => {
  if (!isNode(pattern)) throw refusal(path, source)('an object of fields or an array of values is needed');
  const fields = Object.entries(pattern).map(([name, inner]) =>
    name === '$or' ? orMatcher(inner, path, source) : fieldMatcher(name, inner, [...path, name], source),
  );
  if (fields.length === 0) throw refusal(path, source)('an empty pattern matches nothing');
  return (value) => fields.every((matches) => matches(value));
};

const orMatcher = (alternatives: unknown, path: string[], source: string): Matcher => {
  if (!Array.isArray(alternatives) || alternatives.length === 0)
    throw refusal([...path, '$or'], source)('an array of patterns is needed');
  const matchers = alternatives.map((pattern) => objectMatcher(pattern, path, source));
  return (value) => matchers.some((matches) => matches(value));
};

const fieldMatcher = (name: string, inner: unknown, path: string[], source: string): Matcher => {
  const matches = Array.isArray(inner) ? leafMatcher(inner, path, source) : objectMatcher(inner, path, source);
  return (value) => {
    const found = isNode(value) ? value[name] : undefined;
    // An array in the record matches when one of its elements does.
    if (Array.isArray(found) && found.length > 0) return found.some((element) => matches(element));
    return matches(found);
  };
};

const leafMatcher = (allowed: unknown[], path: string[], source: string): Matcher => {
  const refuse = refusal(path, source);
  if (allowed.length === 0) throw refuse('an empty array matches nothing');
  const matchers = allowed.map((one) => {
    if (isPrimitive(one)) return (value: unknown) => value === one;
    if (!isNode(one)) throw refuse('an array within an array is not understood');
    // Lambda compares N values as the strings that they are on the wire, so such a filter would drop every record.
    if ('numeric' in one && path.at(-1) === 'N')
      throw refuse('"numeric" never matches a DynamoDB number, which is text');
    return operatorMatcher(one, refuse);
  });
  return (value) => matchers.some((matches) => matches(value));
};

const refusal = (path: string[], source: string): ((reason: string) => StartError) => {
  const place = path.length > 0 ? path.join('.') : 'its top';
  return (reason) => new StartError(`The filter of stream source ${source} cannot be served: ${reason}, at ${place}.`);
};

const isNode = (value: unknown): value is Node => {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};
