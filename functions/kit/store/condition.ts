/** Returns the condition that asks for every part. */
export const all = (...parts: readonly string[]): string => parts.join(' AND ');

/** Returns the condition that asks for one of its parts. */
export const any = (...parts: readonly string[]): string => `(${parts.join(' OR ')})`;

/** Returns the condition that an attribute is as it was read: `placeholder` names its value, if it had one. */
export const asRead = (attribute: string, placeholder: string, value: unknown): string =>
  value === undefined ? `attribute_not_exists(${attribute})` : `${attribute} = ${placeholder}`;

/** There is no such item yet, in a table whose key is `id`. */
export const isNew = 'attribute_not_exists(id)';

/** There is no such item yet, or one that has expired (`:now` in epoch seconds). */
export const absentOrExpired = any(isNew, 'expiresAt <= :now');
