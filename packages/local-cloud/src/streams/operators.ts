/** Judges one value of a record, `undefined` when the record does not have it. */
export type Matcher = (value: unknown) => boolean;

type Refuse = (reason: string) => Error;

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a value is a leaf of a JSON document: text, number, boolean or null. */
export const isPrimitive = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** The value comparison of one operator object such as `{ "prefix": "a" }`; an operator unknown here is refused by its name. */
export const operatorMatcher = (operator: object, refuse: Refuse): Matcher => {
  const [name, ...others] = Object.keys(operator);
  if (name === undefined || others.length > 0) throw refuse('one operator per object is needed');
  const operand = (operator as Record<string, unknown>)[name];
  switch (name) {
    case 'exists':
      return exists(operand, refuse);
    case 'prefix':
      return text(operand, name, refuse, (value, part) => value.startsWith(part));
    case 'suffix':
      return text(operand, name, refuse, (value, part) => value.endsWith(part));
    case 'equals-ignore-case':
      return text(operand, name, refuse, (value, part) => value.toLowerCase() === part.toLowerCase());
    case 'anything-but':
      return anythingBut(operand, refuse);
    case 'numeric':
      return numeric(operand, refuse);
    default:
      throw refuse(`the operator "${name}" is not understood`);
  }
};

const exists = (operand: unknown, refuse: Refuse): Matcher => {
  if (typeof operand !== 'boolean') throw refuse('"exists" needs true or false');
  // EventBridge looks at leaves only: an object is no value that exists.
  return (value) => isPrimitive(value) === operand;
};

const text = (
  operand: unknown,
  name: string,
  refuse: Refuse,
  test: (value: string, part: string) => boolean,
): Matcher => {
  if (!isText(operand)) throw refuse(`"${name}" needs a string`);
  return (value) => isText(value) && test(value, operand);
};

const anythingBut = (operand: unknown, refuse: Refuse): Matcher => {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [name] = Object.keys(operand);
    if (name !== 'prefix' && name !== 'suffix' && name !== 'equals-ignore-case')
      throw refuse(`"anything-but" with "${name}" is not understood`);
    const matches = operatorMatcher(operand, refuse);
    return (value) => isPrimitive(value) && !matches(value);
  }
  const excluded: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (excluded.length === 0 || !excluded.every((one) => isText(one) || typeof one === 'number'))
    throw refuse('"anything-but" needs strings or numbers');
  return (value) => isPrimitive(value) && !excluded.some((one) => one === value);
};

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const numeric = (operand: unknown, refuse: Refuse): Matcher => {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw refuse('"numeric" needs one or two pairs of comparison and number');
  const pairs: unknown[][] = operand.length === 2 ? [operand] : [operand.slice(0, 2), operand.slice(2)];
  const tests = pairs.map(([sign, bound]) => comparison(sign, bound, refuse));
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const comparison = (sign: unknown, bound: unknown, refuse: Refuse): ((value: number) => boolean) => {
  const compare = isText(sign) ? comparisons[sign] : undefined;
  if (compare === undefined || typeof bound !== 'number') throw refuse('"numeric" needs a comparison and a number');
  return (value) => compare(value, bound);
};
