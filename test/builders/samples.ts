import fc from 'fast-check';
import * as z from 'zod/mini';
import type { Schema } from '../../functions/kit/contract/route.ts';

/** Texts that forms are commonly of; a schema with a pattern of its own gets a text that is made of the pattern. */
const texts = [
  'sample@example.com',
  'Correct-horse-9-battery',
  '00000000',
  '000000',
  'US',
  'thing-1',
  'A sample',
  '+1 555 0100',
  '2026-01-01T00:00:00.000Z',
  '2026-01-01',
  '1',
  'e30.e30',
];

type Json = Record<string, unknown> & { properties?: Record<string, Json>; items?: Json; required?: string[] };

const madeOf = (pattern: string): string[] => {
  try {
    return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 3, seed: 1 });
  } catch {
    return [];
  }
};

const alternatives = (schema: Json, field: string, named: Readonly<Record<string, unknown>>): unknown[] => {
  if (Object.hasOwn(named, field)) return [named[field]];
  if ('const' in schema) return [schema['const']];
  if (Array.isArray(schema['enum'])) return schema['enum'];
  const any = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as Json[] | undefined;
  if (any) return any.flatMap((each) => alternatives(each, field, named));
  if (schema['type'] === 'object') return [objectOf(schema, named)];
  if (schema['type'] === 'array') return [[alternatives(schema.items ?? {}, '', named)[0]]];
  if (schema['type'] === 'boolean') return [false];
  if (schema['type'] === 'integer' || schema['type'] === 'number') return [schema['minimum'] ?? 1, 1];
  return typeof schema['pattern'] === 'string' ? [...texts, ...madeOf(schema['pattern'])] : texts;
};

/** The alternative that its own pattern and lengths take; the whole is parsed by whoever uses it. */
const fits = (schema: Json) => (value: unknown): boolean => {
  if (typeof value !== 'string' || schema['type'] !== 'string') return true;
  const { pattern, minLength = 0, maxLength = Infinity } = schema as { pattern?: string; minLength?: number; maxLength?: number };
  return value.length >= minLength && value.length <= maxLength && (pattern === undefined || new RegExp(pattern).test(value));
}; // prettier-ignore

const objectOf = ({ properties = {}, required = [] }: Json, named: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([field]) => required.includes(field) || Object.hasOwn(named, field))
      .map(([field, schema]) => {
        const all = alternatives(schema, field, named);
        return [field, all.find(fits(schema)) ?? all[0]];
      }),
  );

/** Returns something that a schema takes, with these values where it has a field of the name; undefined if none is found. */
export const sampleOf = (schema: Schema, named: Readonly<Record<string, unknown>> = {}): unknown => {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return alternatives(json, '', named).find((value) => z.safeParse(schema, value).success);
};
