import { sealFor } from '../people/public.ts';

/** Returns the field under which a text of a letter is sealed, for a person who is only being made (`newPersonSealing`). */
export const letterField = (field: string): string => `mail.${field}`;

/**
 * Seals what a letter says or where it goes under the key of the person that it is for: a code, a token, an address that is
 * not their own. Undefined when the person is erased.
 */
export const sealForLetter = (
  person: string,
  field: string,
  text: string,
  ports: Parameters<typeof sealFor>[3],
): Promise<string | undefined> => sealFor(person, letterField(field), text, ports);
