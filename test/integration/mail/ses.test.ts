import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { overWithin } from '../../../functions/mail/domain.ts';
import { sesSender } from '../../../functions/mail/ses.ts';
import { judgeSesError } from '../../../functions/mail/ses-verdict.ts';
import { localAccess } from '../../harness/dynamodb.ts';

const run = promisify(execFile);
const raw = Buffer.from('Subject: hello\r\n\r\nbody\r\n');
const mail = { raw, to: 'ann@example.com', stream: 'mail', letter: 'receipt:1', isAwaited: false } as const;
const until = () => AbortSignal.timeout(overWithin);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
};

const accepted = `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>id-1</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendRawEmailResponse>`;
const refusal = (code: string) =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
const answer = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { 'content-type': 'text/xml' }).end(body);

/** Sends through the real SES client to a server of the test; returns the verdict and how many calls came in. */
const verdictOf = async (listener: RequestListener) => {
  let calls = 0;
  const endpoint = await listen((request, response) => {
    calls += 1;
    listener(request, response);
  });
  const failure: unknown = await sesSender('test', { endpoint, ...localAccess })(mail, until()).catch((error) => error);
  return { ...judgeSesError(failure), calls };
};

describe('the SES client', () => {
  it('sends the raw bytes to exactly the recipient named, and returns the id that SES gave', async () => {
    const seen: URLSearchParams[] = [];
    const endpoint = await listen((request, response) => {
      void bodyOf(request).then((body) => {
        seen.push(body);
        answer(response, 200, accepted);
      });
    });
    await expect(sesSender('test', { endpoint, ...localAccess })(mail, until())).resolves.toEqual({
      messageId: 'id-1',
    });
    expect(seen.map((form) => form.get('Action'))).toEqual(['SendRawEmail']);
    expect([...seen[0]!].filter(([name]) => name.startsWith('Destinations'))).toEqual([
      ['Destinations.member.1', 'ann@example.com'],
    ]);
    expect(Buffer.from(seen[0]!.get('RawMessage.Data')!, 'base64')).toEqual(raw);
    expect(seen[0]!.get('ConfigurationSetName')).toBe('candor-test-mail');
    expect(seen[0]!.get('Tags.member.1.Value')).toBe(Buffer.from('receipt:1').toString('base64url'));
  });

  it('uses a new connection for every mail, so that none is found closed', async () => {
    const ports = new Set<number | undefined>();
    const endpoint = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      void bodyOf(request).then(() => answer(response, 200, accepted));
    });
    const send = sesSender('test', { endpoint, ...localAccess });
    for (let mails = 0; mails < 3; mails += 1) await send(mail, until());
    expect(ports.size).toBe(3);
  });

  it.each([
    ['Throttling', 400, 'pending'],
    ['AccountSendingPausedException', 400, 'pending'],
    ['ConfigurationSetSendingPausedException', 400, 'pending'],
    ['MailFromDomainNotVerifiedException', 400, 'pending'],
    ['AccessDenied', 403, 'pending'],
    ['MessageRejected', 400, 'refused'],
    ['InvalidParameterValue', 400, 'refused'],
    ['InternalFailure', 500, 'unknown'],
    ['ServiceUnavailable', 503, 'unknown'],
  ])('calls once and takes the answer %s (%i) for %s', async (code, status, to) => {
    const verdict = await verdictOf((_, response) => answer(response, status, refusal(code)));
    expect(verdict).toMatchObject({ to, reason: code, calls: 1 });
  });

  it.each<[string, RequestListener]>([
    ['the connection is cut before the answer', (request) => void request.socket.destroy()],
    ['the answer is no XML', (_, response) => void answer(response, 200, 'surprise')],
    [
      'the answer breaks off',
      (_, response) => void response.writeHead(200, { 'content-length': 999 }).end(accepted.slice(0, 99)),
    ],
  ])('calls once and knows nothing when %s', async (_, listener) => {
    expect(await verdictOf(listener)).toMatchObject({ to: 'unknown', calls: 1 });
  });

  it.each<[string, RequestListener]>([
    ['the answer', () => undefined],
    ['the rest of the answer', (_, response) => void response.writeHead(200).write(accepted.slice(0, 99))],
  ])('calls once and waits for %s no longer than a lease allows', async (_, listener) => {
    const begun = Date.now();
    expect(await verdictOf(listener)).toMatchObject({ to: 'unknown', calls: 1 });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(overWithin - 50);
    expect(Date.now() - begun).toBeLessThan(overWithin + 1500);
  });

  it('is certain that nothing was sent when nobody listens', async () => {
    const endpoint = await listen(() => undefined);
    await new Promise((closed) => servers.pop()?.close(closed));
    const { stdout } = await run(process.execPath, ['test/harness/ses-call.ts', endpoint]);
    expect(JSON.parse(stdout)).toEqual({ to: 'pending', reason: 'ECONNREFUSED' });
  });

  it('is certain that nothing was sent when no connection comes to be', async () => {
    const lookup = () => undefined;
    const requestHandler = { connectionTimeout: 50, httpAgent: { lookup } };
    const send = sesSender('test', {
      endpoint: 'http://ses.example',
      ...localAccess,
      requestHandler: requestHandler as object,
    });
    const failure: unknown = await send(mail, until()).catch((error) => error);
    expect(judgeSesError(failure)).toEqual({ to: 'pending', reason: 'TimeoutError' });
  });
});
