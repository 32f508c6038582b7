import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Faults, json, Journal, serve, type Answer, type Call, type Part, type Reply } from '../stand-in/index.ts';
import { faultNames, type MailFaults } from './fault-names.ts';
import { withMessageId } from './message-id.ts';
import { messageOf, type Kept } from './messages.ts';
import { contentSecurityPolicy, inboxPage } from './page.ts';
import { actions, refusedXml, SesError, takenXml } from './query.ts';

export type Mailbox = Part & { url: string };
type Box = { kept: Journal<Kept>; faults: Faults<MailFaults> };

const guarded = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': contentSecurityPolicy,
};
const sent = (status: number, type: string, body: string | Buffer): Answer => ({
  status,
  headers: { ...guarded, 'content-type': type },
  body,
});

const unverified =
  'Email address is not verified. The following identities failed the check in region US-EAST-1: shop.example';

const refusals: [keyof MailFaults, SesError][] = [
  ['throttle', new SesError('Throttling', 'Maximum sending rate exceeded.')],
  ['quota', new SesError('Throttling', 'Daily message quota exceeded.')],
  ['paused', new SesError('AccountSendingPausedException', 'Email sending is disabled.')],
  ['notVerified', new SesError('MessageRejected', unverified)],
  ['accessDenied', new SesError('AccessDenied', 'The caller is not authorized to perform ses:SendRawEmail.', 403)],
];

const take = async ({ kept, faults }: Box, body: Buffer | undefined): Promise<Reply> => {
  try {
    if (body === undefined) throw new SesError('InvalidParameterValue', 'Message too long.');
    const form = new URLSearchParams(body.toString('utf8'));
    const action = form.get('Action') ?? '';
    const sending = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!sending) throw new SesError('InvalidAction', 'The action is not one that this mailbox answers.');
    for (const [name, refusal] of refusals) if (faults.take(name)) throw refusal;
    const { destinations, raw } = await sending(form);
    const id = randomUUID();
    const marks = (['bounce', 'complaint'] as const).filter((name) => faults.take(name));
    const source = withMessageId(raw, id).toString('base64');
    kept.put({ id, receivedAt: new Date().toISOString(), destinations, raw: source, marks });
    return faults.take('acceptThenDrop') ? 'cut' : sent(200, 'text/xml', takenXml(action, id));
  } catch (error) {
    if (!(error instanceof SesError)) throw error;
    return sent(error.status, 'text/xml', refusedXml(error));
  }
};

const answer = async (box: Box, call: Call): Promise<Reply> => {
  const route = `${call.method} ${call.path}`;
  const messages = () => Promise.all(box.kept.all().map(messageOf));
  const raw = /^GET \/messages\/([\w-]+)\/raw$/.exec(route)?.[1];
  const found = raw === undefined ? undefined : box.kept.get(raw);
  if (route === 'POST /') return take(box, call.body);
  if (route === 'GET /') return sent(200, 'text/html; charset=utf-8', inboxPage(await messages()));
  if (route === 'GET /messages') return json(200, await messages(), guarded);
  if (route === 'DELETE /messages') return (box.kept.clear(), json(200, []));
  if (call.path === '/_faults') return box.faults.answer(call);
  if (found) return sent(200, 'message/rfc822', Buffer.from(found.raw, 'base64'));
  return json(404, { message: 'There is nothing here.' });
};

/**
 * Starts a stand-in for SES (v1 Query API: SendRawEmail, SendEmail) on 127.0.0.1 that keeps every mail whole in `dir`,
 * its Message-ID replaced as SES does, with an inbox page for people, `GET /messages` for tests, and fault switches. Mails
 * survive a killed process; faults do not.
 */
export const startMailbox = async ({ port, dir }: { port: number; dir: string }): Promise<Mailbox> => {
  mkdirSync(dir, { recursive: true });
  const box = { kept: Journal.open<Kept>(path.join(dir, 'mails.jsonl')), faults: new Faults<MailFaults>(faultNames) };
  const server = await serve({
    port,
    largestBody: 20 * 1024 * 1024,
    answer: (call) => answer(box, call),
    failure: json(500, {}),
  });
  const close = async (): Promise<void> => {
    await server.close();
    box.kept.close();
  };
  return { name: 'mailbox', url: server.url, close };
};
