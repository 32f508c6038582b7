import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { simpleParser } from 'mailparser';
import { addressees } from './messages.ts';

/** A mail that an SES call asks to send. */
export type Sending = { destinations: string[]; raw: Buffer };

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

const listed = (form: URLSearchParams, prefix: string): string[] => {
  const found: string[] = [];
  for (let n = 1; form.has(`${prefix}.member.${n}`); n += 1) found.push(form.get(`${prefix}.member.${n}`) ?? '');
  return found;
};

const checked = (addresses: readonly string[]): string[] => {
  if (addresses.length === 0) throw new SesError('InvalidParameterValue', 'Missing destinations.');
  if (addresses.length > 50) throw new SesError('InvalidParameterValue', 'Recipient count exceeds 50.');
  if (addresses.some((one) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$|<[^\s@]+@[^\s@]+>$/.test(one)))
    throw new SesError('InvalidParameterValue', 'Illegal address');
  return [...addresses];
};

const sendRawEmail = async (form: URLSearchParams): Promise<Sending> => {
  const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
  if (raw.length === 0) throw new SesError('InvalidParameterValue', 'Empty message.');
  const mail = await simpleParser(raw);
  if (!mail.from?.value[0]?.address) throw new SesError('InvalidParameterValue', "Missing required header 'From'.");
  const given = listed(form, 'Destinations');
  return { destinations: checked(given.length > 0 ? given : addressees(mail)), raw };
};

const sendEmail = async (form: URLSearchParams): Promise<Sending> => {
  const [to, cc, bcc] = ['To', 'Cc', 'Bcc'].map((kind) => listed(form, `Destination.${kind}Addresses`));
  const text = form.get('Message.Body.Text.Data');
  const html = form.get('Message.Body.Html.Data');
  const mail = new MailComposer({
    from: form.get('Source') ?? '',
    to: to ?? [],
    cc: cc ?? [],
    subject: form.get('Message.Subject.Data') ?? '',
    ...(text === null ? {} : { text }),
    ...(html === null ? {} : { html }),
  });
  return { destinations: checked([to, cc, bcc].flatMap((one) => one ?? [])), raw: await mail.compile().build() };
};

/** The actions of the SES v1 Query API that are answered. */
export const actions: Readonly<Record<string, (form: URLSearchParams) => Promise<Sending>>> = {
  SendRawEmail: sendRawEmail,
  SendEmail: sendEmail,
};

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** SES's answer to a mail that it took. */
export const takenXml = (action: string, id: string): string =>
  `<${action}Response xmlns="${namespace}"><${action}Result><MessageId>${id}</MessageId></${action}Result>` +
  `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${action}Response>`;

/** SES's answer to a mail that it refused. */
export const refusedXml = ({ code, message }: SesError): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${escape(code)}</Code>` +
  `<Message>${escape(message)}</Message></Error><RequestId>refused</RequestId></ErrorResponse>`;
