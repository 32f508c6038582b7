import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from './templates/page.ts';

/** A mail as it goes out: MIME bytes, and the address of the envelope (its domain in ASCII). */
export type Message = { raw: Uint8Array; to: string };

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** What stands on a mail: the letter that it is, from whom and whom to, when, and the link to opt out by where it has one. */
export type Envelope = {
  letter: string;
  from: string;
  to: string;
  date: Date;
  replyTo?: string | undefined;
  optOut?: string | undefined;
};

/** One-click opt-out (RFC 8058): mail readers post to the link by themselves, without asking anything. */
const optOutHeaders = (link: string) => ({
  'List-Unsubscribe': { prepared: true, value: `<${link}>` },
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  Precedence: 'bulk',
});

/**
 * Returns the MIME form of a mail with a text and an HTML part. Its bytes follow from the letter and the date alone; the
 * Message-ID goes no further than SES, which puts one of its own in place of it. Throws unless there is exactly one
 * recipient.
 */
export const compose = async (mail: Mail, envelope: Envelope): Promise<Message> => {
  const id = hash(envelope.letter);
  const message = new MailComposer({
    from: envelope.from,
    to: { name: '', address: envelope.to },
    date: envelope.date,
    ...(envelope.replyTo !== undefined && { replyTo: envelope.replyTo }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(envelope.optOut !== undefined && optOutHeaders(envelope.optOut)),
    },
    baseBoundary: id,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...mail,
  }).compile();
  const { from, to } = message.getEnvelope();
  const [recipient, ...others] = to;
  if (!from || !recipient || others.length) throw new Error('a mail has one sender and one recipient');
  message.setHeader('Message-ID', `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`);
  return { raw: await message.build(), to: recipient };
};
