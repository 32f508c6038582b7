import { TemplateError } from './error.ts';

/** A JSON object, as templates have them. */
export type Json = Record<string, unknown>;

/** Whether the value is a JSON object: neither null nor a list. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object whose fields are all in `known`; any other field is refused by name. */
export const objectOf = (value: unknown, known: readonly string[], at: string): Json => {
  if (!isObject(value)) throw new TemplateError(at, 'an object is expected');
  for (const field of Object.keys(value)) {
    if (!known.includes(field)) throw new TemplateError(at, `the property ${field} is unknown`);
  }
  return value;
};

/** The value as a string; anything else is refused. */
export const textOf = (value: unknown, at: string): string => {
  if (typeof value !== 'string') throw new TemplateError(at, 'a string is expected');
  return value;
};

/** The value as a number, which templates also write as a string of digits; absent means `otherwise`. */
export const numberOf = (value: unknown, otherwise: number, at: string): number => {
  const number = value === undefined ? otherwise : typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw new TemplateError(at, 'a number is expected');
  return number;
};

/** The value as a boolean, which templates also write as a string; absent means `otherwise`. */
export const booleanOf = (value: unknown, otherwise: boolean, at: string): boolean => {
  if (value === undefined) return otherwise;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new TemplateError(at, 'true or false is expected');
};

/** The value as a list; absent means an empty one. */
export const listOf = (value: unknown, at: string): unknown[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new TemplateError(at, 'a list is expected');
  return value;
};
