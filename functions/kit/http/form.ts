/** Lists of texts by the name of the field. */
export type FormFields = Record<string, string[]>;

const boundaryForm = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;
const nameForm = /^content-disposition\s*:[^\r\n]*;\s*name="([^"]*)"/im;

const collected = (pairs: Iterable<readonly [string, string]>): FormFields => {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) fields.set(name, [...(fields.get(name) ?? []), value]);
  return Object.fromEntries(fields);
};

/** A part of a multipart body: its headers, an empty line, what it holds, and the line's end before the next boundary. */
const partOf = (part: string): (readonly [string, string])[] => {
  const end = part.indexOf('\r\n\r\n');
  const name = end < 0 ? undefined : nameForm.exec(part.slice(0, end))?.[1];
  return name === undefined ? [] : [[name, part.slice(end + 4).replace(/\r\n$/, '')]];
};

/**
 * Returns the fields of a form, urlencoded or multipart (RFC 7578). What has no form has no fields: a route that must work whatever
 * comes, such as a one-click unsubscribe, refuses nothing here.
 */
export const fieldsOf = (bytes: Buffer, contentType: string | undefined): FormFields => {
  const text = bytes.toString('utf8');
  if (!/^multipart\/form-data/i.test(contentType ?? '')) return collected(new URLSearchParams(text));
  const [, quoted, plain] = boundaryForm.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? plain;
  return boundary === undefined ? {} : collected(`\r\n${text}`.split(`\r\n--${boundary}`).flatMap(partOf));
};
