import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import type { Part } from '../parts.ts';
import { Faults } from '../stand-in/faults.ts';
import { Journal } from '../stand-in/journal.ts';
import { json, serve, type Answer, type Call, type Reply } from '../stand-in/serve.ts';
import { messageOf, type Kept } from './messages.ts';
import { contentSecurityPolicy, inboxPage } from './page.ts';
import { actions, refusedXml, SesError, takenXml, withMessageId } from './sending.ts';

export type Mailbox = Part & { url: string };

const wrong = { error: 'must be a whole number of sends, true or false' };
const times = z.union([z.int().min(0, wrong), z.boolean()], wrong);

/** The faults of the mailbox: each for the next n sends, or, as `true`, until it is cleared. */
const faultNames = z.strictObject({
  throttle: times,
  quota: times,
  paused: times,
  notVerified: times,
  accessDenied: times,
  /** The mail is taken, and the connection cut in place of a response. */
  acceptThenDrop: times,
  /** The mail is taken and marked as one that bounces. */
  bounce: times,
  /** The mail is taken and marked as one that is complained about. */
  complaint: times,
});

type MailFaults = z.infer<typeof faultNames>;
type Box = { kept: Journal<Kept>; faults: Faults<MailFaults> };

const unverified =
  'Email address is not verified. The following identities failed the check in region US-EAST-1: shop.example';

const refusals: [keyof MailFaults, SesError][] = [
  ['throttle', new SesError('Throttling', 'Maximum sending rate exceeded.')],
  ['quota', new SesError('Throttling', 'Daily message quota exceeded.')],
  ['paused', new SesError('AccountSendingPausedException', 'Email sending is disabled.')],
  ['notVerified', new SesError('MessageRejected', unverified)],
  ['accessDenied', new SesError('AccessDenied', 'The caller is not authorized to perform ses:SendRawEmail.', 403)],
];

const guarded = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': contentSecurityPolicy,
};

const content = (status: number, type: string, body: string | Buffer): Answer => ({
  status,
  headers: { ...guarded, 'content-type': type },
  body,
});

const take = async ({ kept, faults }: Box, body: Buffer | undefined): Promise<Reply> => {
  try {
    if (body === undefined) throw new SesError('InvalidParameterValue', 'Message too long.');
    const form = new URLSearchParams(body.toString('utf8'));
    const action = form.get('Action') ?? '';
    const sending = actions.get(action);
    if (!sending) throw new SesError('InvalidAction', 'The action is not one that this mailbox serves.');
    for (const [name, refusal] of refusals) if (faults.take(name)) throw refusal;
    const { destinations, raw } = await sending(form);
    const id = randomUUID();
    const marks = (['bounce', 'complaint'] as const).filter((name) => faults.take(name));
    const source = withMessageId(raw, id).toString('base64');
    kept.put({ id, receivedAt: new Date().toISOString(), destinations, raw: source, marks });
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
 * survive a killed process; faults do not.
 */
export const startMailbox = async ({ port, dir }: { port: number; dir: string }): Promise<Mailbox> => {
  const box = { kept: Journal.open<Kept>(path.join(dir, 'mails.jsonl')), faults: new Faults<MailFaults>(faultNames) };
  const largestBody = 20 * 1024 * 1024;
  const server = await serve({ port, largestBody, answer: (call) => answer(box, call), failure: json(500, {}) });
  const close = async (): Promise<void> => {
    await server.close();
    box.kept.close();
  };
  return { name: 'mailbox', url: server.url, close };
};
