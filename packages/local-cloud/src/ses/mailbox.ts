import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Journal } from '../journal.ts';
import { Faults, type FaultName } from './faults.ts';
import { withMessageId } from './message-id.ts';
import { messageOf, type Kept } from './messages.ts';
import { contentSecurityPolicy, inboxPage } from './page.ts';
import { actions, refusedXml, SesError, takenXml } from './query.ts';

export type Mailbox = { url: string; close(): Promise<void> };
type Desk = { kept: Journal<Kept>; faults: Faults };

const mostBytes = 20 * 1024 * 1024;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new SesError('InvalidParameterValue', 'Message too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const send = (response: ServerResponse, status: number, type: string, body: string | Buffer): void => {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': contentSecurityPolicy,
  });
  response.end(body);
};
const json = (response: ServerResponse, status: number, body: unknown): void =>
  send(response, status, 'application/json', JSON.stringify(body));

const unverified =
  'Email address is not verified. The following identities failed the check in region US-EAST-1: shop.example';

const refusals: [FaultName, SesError][] = [
  ['throttle', new SesError('Throttling', 'Maximum sending rate exceeded.')],
  ['quota', new SesError('Throttling', 'Daily message quota exceeded.')],
  ['paused', new SesError('AccountSendingPausedException', 'Email sending is disabled.')],
  ['notVerified', new SesError('MessageRejected', unverified)],
  ['accessDenied', new SesError('AccessDenied', 'The caller is not authorized to perform ses:SendRawEmail.', 403)],
];

const take = async ({ kept, faults }: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const form = new URLSearchParams(await bodyOf(request));
    const action = form.get('Action') ?? '';
    const sending = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!sending) throw new SesError('InvalidAction', 'The action is not one that this mailbox answers.');
    for (const [name, refusal] of refusals) if (faults.strikes(name)) throw refusal;
    const { destinations, raw } = await sending(form);
    const id = randomUUID();
    const marks = (['bounce', 'complaint'] as const).filter((name) => faults.strikes(name));
    const source = withMessageId(raw, id).toString('base64');
    kept.put({ id, receivedAt: new Date().toISOString(), destinations, raw: source, marks });
    if (faults.strikes('acceptThenDrop')) request.socket.destroy();
    else send(response, 200, 'text/xml', takenXml(action, id));
  } catch (error) {
    if (!(error instanceof SesError)) throw error;
    send(response, error.status, 'text/xml', refusedXml(error));
  }
};

const setFaults = async ({ faults }: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const text = await bodyOf(request);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return json(response, 400, { message: 'The body must be a JSON object.' });
  }
  const wrong = faults.merge(given);
  json(response, wrong ? 400 : 200, wrong ? { message: wrong } : faults.view());
};

const handle = async (desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname } = new URL(request.url ?? '/', 'http://mailbox');
  const call = `${request.method} ${pathname}`;
  const messages = () => Promise.all(desk.kept.all().map(messageOf));
  const raw = /^GET \/messages\/([\w-]+)\/raw$/.exec(call)?.[1];
  const found = raw === undefined ? undefined : desk.kept.get(raw);
  if (call === 'POST /') return take(desk, request, response);
  if (call === 'GET /') return send(response, 200, 'text/html; charset=utf-8', inboxPage(await messages()));
  if (call === 'GET /messages') return json(response, 200, await messages());
  if (call === 'DELETE /messages') return (desk.kept.clear(), json(response, 200, []));
  if (call === 'GET /_faults') return json(response, 200, desk.faults.view());
  if (call === 'POST /_faults') return setFaults(desk, request, response);
  if (call === 'DELETE /_faults') return (desk.faults.clear(), json(response, 200, {}));
  if (found) return send(response, 200, 'message/rfc822', Buffer.from(found.raw, 'base64'));
  json(response, 404, { message: 'There is nothing here.' });
};

/**
 * Starts a stand-in for SES (v1 Query API: SendRawEmail, SendEmail) on 127.0.0.1 that keeps every mail whole in `dir`,
 * its Message-ID replaced as SES does, with an inbox page for people, `GET /messages` for tests, and fault switches. Mails survive a killed process; faults do not.
 */
export const startMailbox = async ({ port, dir }: { port: number; dir: string }): Promise<Mailbox> => {
  mkdirSync(dir, { recursive: true });
  const desk = { kept: Journal.open<Kept>(path.join(dir, 'mails.jsonl')), faults: new Faults() };
  const server = createServer((request, response) => {
    handle(desk, request, response).catch(() => (response.headersSent ? response.destroy() : json(response, 500, {})));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      desk.kept.close();
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
};
