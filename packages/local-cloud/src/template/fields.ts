import { z } from 'zod';

export const text = z.string('a string is expected');
export const number = z.number('a number is expected');
export const flag = z.boolean('true or false is expected');

/** Returns the schema of a field that has one known value. */
export const only = <T extends string>(value: T) => z.literal(value, `only ${value} is known`);
