import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';

/** A mail as it was taken, whole. `raw` is base64. */
export type Kept = { id: string; receivedAt: string; destinations: string[]; raw: string; marks: string[] };

/** A mail as tests and people read it: header names in lower case, all recipients. */
export type Message = {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  marks?: string[];
};

const addresses = (field: AddressObject | AddressObject[] | undefined): string[] =>
  [field ?? []]
    .flat()
    .flatMap(({ value }) => value.flatMap((one) => one.group ?? [one]).map(({ address }) => address ?? ''));

const headersOf = ({ headerLines }: ParsedMail): Record<string, string> =>
  Object.fromEntries(
    headerLines.map(({ key, line }) => [
      key,
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\r?\n[\t ]+/g, ' ')
        .trim(),
    ]),
  );

/** Reads a kept mail with an independent MIME parser. */
export const messageOf = async ({ id, receivedAt, destinations, raw, marks }: Kept): Promise<Message> => {
  const mail = await simpleParser(Buffer.from(raw, 'base64'));
  const named = [...addresses(mail.to), ...addresses(mail.cc), ...addresses(mail.bcc)];
  return {
    id,
    receivedAt,
    from: addresses(mail.from).join(', '),
    to: [...new Set([...destinations, ...named])].filter(Boolean),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: headersOf(mail),
    ...(marks.length > 0 && { marks }),
  };
};
