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

/** An address without the name before it. */
const bare = (address: string): string => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;

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

const read = new WeakMap<Kept, Promise<Message>>();

/** A kept mail as an independent MIME parser reads it, parsed once, because tests and pages ask for the whole inbox often. */
export const messageOf = (kept: Kept): Promise<Message> => {
  const message = read.get(kept) ?? parse(kept);
  read.set(kept, message);
  return message;
};

/** The addresses that a mail's own headers send it to. */
export const addressees = (mail: ParsedMail): string[] => [mail.to, mail.cc, mail.bcc].flatMap(addresses);

const parse = async ({ id, receivedAt, destinations, raw, marks }: Kept): Promise<Message> => {
  const mail = await simpleParser(Buffer.from(raw, 'base64'));
  return {
    id,
    receivedAt,
    from: addresses(mail.from).join(', '),
    to: [...new Set([...destinations.map(bare), ...addressees(mail)])].filter(Boolean),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: headersOf(mail),
    ...(marks.length > 0 && { marks }),
  };
};
