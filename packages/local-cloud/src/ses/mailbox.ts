import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Part } from '../parts.ts';
import { Faults } from '../stand-in/faults.ts';
import { Journal } from '../stand-in/journal.ts';
import { json, serve, type Answer, type Call, type Reply } from '../stand-in/serve.ts';
import { eventsOf, openEvents, type EventQueue, type Fate, type Publish } from './events.ts';
import { faultNames, noSuchSet, refusals, type MailFaults } from './faults.ts';
import { messageOf, type Kept } from './messages.ts';
import { contentSecurityPolicy, inboxPage } from './page.ts';
import { actions, marksOf, refusedXml, SesError, takenXml, withMessageId, type Marked } from './sending.ts';

/** A running mailbox. `attach` names the configuration sets that there are, and who is told the events of mails sent by them. */
export type Mailbox = Part & { url: string; attach: (sets: readonly string[], publish: Publish) => void };

type Box = {
  kept: Journal<Kept>;
  faults: Faults<MailFaults>;
  events: EventQueue;
  /** The configuration sets that there are; any is taken while nobody has said. */
  sets?: readonly string[];
};

const guarded = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': contentSecurityPolicy,
};

/** Milliseconds after which the first event of a mail is told: SES takes longer than its response. */
const shortestMs = 100;

/** Milliseconds that an event waits for each later one to come first. */
const reorderMs = 500;

const fateNames = ['bounce', 'softBounce', 'complaint'] as const satisfies readonly Fate[];

/** Has the events of a mail told that was sent by a configuration set; without one there are none, as in SES. */
const tellEvents = ({ events, faults }: Box, mail: Kept, source: string, { set, tags }: Marked): void => {
  if (set === undefined) return;
  const [fate = 'delivery'] = fateNames.filter((name) => mail.marks.includes(name));
  const { id: messageId, destinations, receivedAt } = mail;
  const told = eventsOf({ messageId, source, destinations, set, tags }, fate, receivedAt);
  const isLater = faults.take('reorder');
  const delayMs = shortestMs + (faults.set.delayMs ?? 0);
  const twice = faults.take('duplicate');
  told.forEach((event, place) => {
    const behind = isLater ? (told.length - place) * reorderMs : 0;
    events.add([event], { delayMs: delayMs + behind, twice });
  });
};

const content = (status: number, type: string, body: string | Buffer): Answer => ({
  status,
  headers: { ...guarded, 'content-type': type },
  body,
});

const take = async (box: Box, body: Buffer | undefined): Promise<Reply> => {
  const { kept, faults, sets } = box;
  try {
    if (body === undefined) throw new SesError('InvalidParameterValue', 'Message too long.');
    const form = new URLSearchParams(body.toString('utf8'));
    const action = form.get('Action') ?? '';
    const sending = actions.get(action);
    if (!sending) throw new SesError('InvalidAction', 'The action is not one that this mailbox serves.');
    for (const [name, refusal] of refusals) if (faults.take(name)) throw refusal;
    const { destinations, raw, source: sender } = await sending(form);
    const marked = marksOf(form);
    if (marked.set !== undefined && sets?.includes(marked.set) === false) throw noSuchSet;
    const id = randomUUID();
    const marks = fateNames.filter((name) => faults.take(name));
    const source = withMessageId(raw, id).toString('base64');
    const mail = { id, receivedAt: new Date().toISOString(), destinations, raw: source, marks };
    kept.put(mail);
    tellEvents(box, mail, sender, marked);
    return faults.take('acceptThenDrop') ? 'cut' : content(200, 'text/xml', takenXml(action, id));
  } catch (error) {
    if (!(error instanceof SesError)) throw error;
    return content(error.status, 'text/xml', refusedXml(error));
  }
};

const answer = async (box: Box, call: Call): Promise<Reply> => {
  const messages = () => Promise.all(box.kept.all().map(messageOf));
  if (call.path === '/_faults') return box.faults.answer(call);
  switch (`${call.method} ${call.path}`) {
    case 'POST /':
      return take(box, call.body);
    case 'GET /':
      return content(200, 'text/html; charset=utf-8', inboxPage(await messages()));
    case 'GET /messages':
      return json(200, await messages(), guarded);
    case 'DELETE /messages':
      box.kept.clear();
      return json(200, []);
  }
  const [, id = ''] = /^\/messages\/([\w-]+)\/raw$/.exec(call.path) ?? [];
  const found = call.method === 'GET' ? box.kept.get(id) : undefined;
  if (!found) return json(404, { message: 'There is nothing here.' });
  return content(200, 'message/rfc822', Buffer.from(found.raw, 'base64'));
};

/**
 * Starts a stand-in for SES (v1 Query API: SendRawEmail, SendEmail) on 127.0.0.1 that keeps every mail whole in `dir`,
 * its Message-ID replaced as SES does, with an inbox page for people, `GET /messages` for tests, and fault switches. Mails
 * and events that were not told survive a killed process; faults do not.
 */
export const startMailbox = async ({ port, dir }: { port: number; dir: string }): Promise<Mailbox> => {
  const box: Box = {
    kept: Journal.open<Kept>(path.join(dir, 'mails.jsonl')),
    faults: new Faults<MailFaults>(faultNames),
    events: openEvents(path.join(dir, 'events.jsonl')),
  };
  const largestBody = 20 * 1024 * 1024;
  const server = await serve({ port, largestBody, answer: (call) => answer(box, call), failure: json(500, {}) });
  const close = async (): Promise<void> => {
    await server.close();
    await box.events.close();
    box.kept.close();
  };
  const attach: Mailbox['attach'] = (sets, publish) => {
    box.sets = sets;
    box.events.attach(publish);
  };
  return { name: 'mailbox', url: server.url, close, attach, pending: box.events.pending };
};
