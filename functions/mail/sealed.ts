import { emailOf, openFor } from '../people/public.ts';
import { parseData } from './render.ts';
import { letterField } from './letter-field.ts';
import { sealedFields, type TemplateData, type TemplateName } from './schemas.ts';
import type { Letter } from './store.ts';

type Opening = Parameters<typeof openFor>[3];

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
