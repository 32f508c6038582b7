import { simpleParser } from 'mailparser';
import { apply } from '../../functions/kit/store/write.ts';
import { events } from '../../functions/mail/events.ts';
import { letterWrite, pageWrite, textWrite, type NewLetter } from '../../functions/mail/public.ts';
import { mailboxHash, newPerson } from '../../functions/people/public.ts';
import { addressOf, consentWrite, optOut } from '../../functions/preferences/public.ts';
import type { Office } from './post-office.ts';

/** A letter of a campaign, unless it says otherwise; what it breaks is tried too. */
type Put = { id: string; to: string } & { [K in keyof NewLetter]?: unknown };

const campaignLetter = {
  class: 'marketing',
  template: 'campaign',
  topic: 'newsletter',
  campaign: 'c1',
  data: { words: 'spring' },
};

const words = { id: 'spring', subject: 'New cards', html: '<p>Look: <b>cards</b></p>', text: 'Look: cards' };

/** People, what they agree to, and letters of the campaign `c1` at a post office; the words of the campaign are there. */
export const mailDoor = async (office: Office) => {
  const { ports } = office;
  const emailOf = (name: string) => `${name}@example.com`;
  const hashOf = (name: string) => mailboxHash(emailOf(name), ports);
  const known = async (name: string) => addressOf(await hashOf(name), ports);

  const person = async (name: string): Promise<void> => {
    for (const write of await newPerson({ id: name, email: emailOf(name), at: ports.now() }, ports))
      await apply(write, ports);
  };
  const agree = async (name: string): Promise<void> => {
    const consent = { topics: { newsletter: 'yes' }, source: 'profile', text: 'text', person: name } as const;
    await apply(consentWrite(await hashOf(name), { ...consent, at: ports.now() }, ports), ports);
  };
  const put = async (letter: Put): Promise<void> => {
    await apply(letterWrite({ ...campaignLetter, ...letter, at: ports.now() } as NewLetter, ports), ports);
  };
  const page = (letters: string[], id = 'c1:0') =>
    apply(pageWrite({ id, campaign: 'c1', letters, at: ports.now() }, ports), ports);

  /** Somebody who agreed, and a letter of the campaign for them; returns its id. */
  const subscriber = async (name: string): Promise<string> => {
    await person(name);
    await agree(name);
    await put({ id: `campaign:c1:${name}`, to: name });
    return `campaign:c1:${name}`;
  };
  const out = async (name: string): Promise<void> => {
    const no = { topics: 'all', reason: 'opt-out', source: 'one-click' } as const;
    await optOut(await hashOf(name), { ...no, at: ports.now() }, ports);
  };
  const mail = (n = 0) => simpleParser(office.taken[n]?.source ?? '');

  /** Has SES tell what became of a letter's mail. */
  const event = async (id: string, name: string, eventType: string, more: object = {}): Promise<void> => {
    const { messageId } = await office.row(id);
    const tags = { letter: [Buffer.from(id).toString('base64url')], awaited: ['y'] };
    const told = { messageId, timestamp: ports.now().toISOString(), destination: [emailOf(name)], tags };
    await events({ eventType, mail: told, ...more }, ports);
  };
  await apply(textWrite({ ...words, at: ports.now() }, ports), ports);
  return { hashOf, known, person, agree, put, page, subscriber, out, mail, event };
};

export type MailDoor = Awaited<ReturnType<typeof mailDoor>>;
