import type { AddressObject, ParsedMail } from 'mailparser';

/** A mail as it was taken, whole. `raw` is base64. */
export type Kept = { id: string; receivedAt: string; destinations: string[]; raw: string; marks: string[] };

/** A mail as tests and people read it: header names in lower case, all recipients. */
export type Message = Awaited<ReturnType<typeof parse>>;

const read = new WeakMap<Kept, Promise<Message>>();

/** Reads a kept mail with an independent MIME parser, once, because tests and pages ask for the whole inbox often. */
export const messageOf = (kept: Kept): Promise<Message> => {
  const message = read.get(kept) ?? parse(kept);
  read.set(kept, message);
  return message;
};

/** Parses a mail; the parser is loaded with the first one, because it takes some 12 MB. */
export const parseMail = async (raw: Buffer): Promise<ParsedMail> => (await import('mailparser')).simpleParser(raw);

/** Returns the addresses that a mail's own headers send it to. */
export const addressees = (mail: ParsedMail): string[] => [mail.to, mail.cc, mail.bcc].flatMap(addresses);

const addresses = (field: AddressObject | AddressObject[] | undefined): string[] => {
  const listed = [field ?? []].flat().flatMap(({ value }) => value);
  return listed.flatMap((each) => each.group ?? [each]).map(({ address }) => address ?? '');
};

/** An address without the name before it. */
const bare = (address: string): string => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;

/** What a header line says, in one line. */
const unfolded = (line: string): string => {
  const text = line.slice(line.indexOf(':') + 1);
  return text.replace(/\r?\n[\t ]+/g, ' ').trim();
};

const parse = async ({ id, receivedAt, destinations, raw, marks }: Kept) => {
  const mail = await parseMail(Buffer.from(raw, 'base64'));
  return {
    id,
    receivedAt,
    from: addresses(mail.from).join(', '),
    to: [...new Set([...destinations.map(bare), ...addressees(mail)])].filter(Boolean),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, unfolded(line)])),
    ...(marks.length > 0 && { marks }),
  };
};
