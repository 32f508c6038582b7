import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from './templates/page.ts';

/** A mail as it goes out: MIME bytes, and the address of the envelope (its domain in ASCII). */
export type Message = { raw: Uint8Array; to: string };

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/**
 * Returns the MIME form of a mail with a text and an HTML part. Its bytes follow from the letter and the date alone; the
 * Message-ID goes no further than SES, which puts one of its own in place of it. Throws unless there is exactly one
 * recipient.
 */
export const compose = async (
  mail: Mail,
  envelope: { letter: string; from: string; to: string; date: Date },
): Promise<Message> => {
  const id = hash(envelope.letter);
  const message = new MailComposer({
    from: envelope.from,
    to: { name: '', address: envelope.to },
    date: envelope.date,
    headers: { 'Auto-Submitted': 'auto-generated' },
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
