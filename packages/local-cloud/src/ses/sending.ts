import { escaped } from '../stand-in/serve.ts';
import { addressees, parseMail } from './messages.ts';

/** A mail that an SES call asks to send. */
export type Sending = { source: string; destinations: string[]; raw: Buffer };

/** What a call says about the events of a mail: the configuration set that they go by, and tags that come back in them. */
export type Marked = { set?: string; tags: Record<string, string[]> };

/** A refusal as SES words it. */
export class SesError extends Error {
  override name = 'SesError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const invalid = (message: string): SesError => new SesError('InvalidParameterValue', message);

const listed = (form: URLSearchParams, prefix: string): string[] =>
  [...form].filter(([name]) => name.startsWith(`${prefix}.member.`)).map(([, value]) => value);

const checked = (addresses: string[]): string[] => {
  if (addresses.length === 0) throw invalid('Missing destinations.');
  if (addresses.length > 50) throw invalid('Recipient count exceeds 50.');
  const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$|<[^\s@]+@[^\s@]+>$/.test(text);
  if (!addresses.every(isAddress)) throw invalid('Illegal address');
  return addresses;
};

const sendRawEmail = async (form: URLSearchParams): Promise<Sending> => {
  const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
  if (raw.length === 0) throw invalid('Empty message.');
  const mail = await parseMail(raw);
  const source = mail.from?.value[0]?.address;
  if (!source) throw invalid("Missing required header 'From'.");
  const own = listed(form, 'Destinations');
  return { source, destinations: checked(own.length > 0 ? own : addressees(mail)), raw };
};

const sendEmail = async (form: URLSearchParams): Promise<Sending> => {
  const [to = [], cc = [], bcc = []] = ['To', 'Cc', 'Bcc'].map((kind) => listed(form, `Destination.${kind}Addresses`));
  const text = form.get('Message.Body.Text.Data') ?? undefined;
  const html = form.get('Message.Body.Html.Data') ?? undefined;
  const subject = form.get('Message.Subject.Data') ?? '';
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer/index.js');
  const source = form.get('Source') ?? '';
  const mail = new MailComposer({ from: source, to, cc, subject, text, html });
  return { source, destinations: checked([...to, ...cc, ...bcc]), raw: await mail.compile().build() };
};

const tagged = /^Tags\.member\.(\d+)\.Name$/;
const plainTag = /^[\w@.-]{1,256}$/;

/** Returns the configuration set and the tags of a call. Throws an SesError for a tag that SES would not take. */
export const marksOf = (form: URLSearchParams): Marked => {
  const tags: Record<string, string[]> = {};
  for (const [field, name] of form) {
    const [, place] = tagged.exec(field) ?? [];
    if (place === undefined) continue;
    const value = form.get(`Tags.member.${place}.Value`) ?? '';
    if (!plainTag.test(name) || !plainTag.test(value)) throw invalid('Invalid message tag.');
    tags[name] = [...(tags[name] ?? []), value];
  }
  const set = form.get('ConfigurationSetName');
  return set === null ? { tags } : { set, tags };
};

/** The actions of the SES v1 Query API that are served. */
export const actions = new Map([
  ['SendRawEmail', sendRawEmail],
  ['SendEmail', sendEmail],
]);

/** A Message-ID header with the lines that it goes on over. */
const theirs = /^message-id:.*(?:\r?\n[\t ].*)*\r?\n/gim;

/** Returns the mail as SES sends it on: with a Message-ID made of the id that SES gave, whatever it had before. */
export const withMessageId = (raw: Buffer, id: string): Buffer => {
  const source = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(source)?.index ?? source.length;
  const headers = `${source.slice(0, end)}\r\n`.replace(theirs, '').replace(/\r\n$/, '');
  return Buffer.from(`Message-ID: <${id}@email.amazonses.com>\r\n${headers}${source.slice(end)}`, 'latin1');
};

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** Returns SES's response to a mail that it took. */
export const takenXml = (action: string, id: string): string =>
  `<${action}Response xmlns="${namespace}"><${action}Result><MessageId>${id}</MessageId></${action}Result>` +
  `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${action}Response>`;

/** Returns SES's response to a mail that it refused. */
export const refusedXml = ({ code, message }: SesError): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${escaped(code)}</Code>` +
  `<Message>${escaped(message)}</Message></Error><RequestId>refused</RequestId></ErrorResponse>`;
