import { emailOf, openFor, sealFor } from '../people/public.ts';
import { parseData } from './render.ts';
import { sealedFields, type TemplateData, type TemplateName } from './schemas.ts';
import type { Letter } from './store.ts';

type Opening = Parameters<typeof openFor>[3];

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

const open = async (letter: Letter, field: string, sealed: string, ports: Opening): Promise<string> => {
  const text = await openFor(letter.to, letterField(field), sealed, ports);
  if (text === undefined) throw new Error('the person of a letter was erased while it was prepared');
  return text;
};

/** Returns where a letter goes; undefined when its person is erased. */
export const addressOf = (letter: Letter, ports: Opening): Promise<string | undefined> =>
  letter.address === undefined
    ? emailOf(letter.to, ports)
    : openFor(letter.to, letterField('address'), letter.address, ports);

/** Returns a letter's data in the form that its template declares, with its sealed fields opened. */
export const openedData = async (letter: Letter, ports: Opening): Promise<TemplateData[TemplateName]> => {
  const data = parseData(letter.template, letter.data) as Record<string, unknown>;
  const opened = (sealedFields[letter.template] ?? []).map(
    async (field) => [field, await open(letter, field, String(data[field]), ports)] as const,
  );
  return { ...data, ...Object.fromEntries(await Promise.all(opened)) } as TemplateData[TemplateName];
};
