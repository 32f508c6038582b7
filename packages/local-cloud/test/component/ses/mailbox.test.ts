import { SendEmailCommand, SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../../../src/ses/messages.ts';
import { startMailbox, type Mailbox } from '../../../src/ses/mailbox.ts';

const access = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const all = mkdtempSync(join(tmpdir(), 'candor-mailbox-'));
const folder = () => mkdtempSync(join(all, 'one-'));
afterAll(() => rmSync(all, { recursive: true, force: true, maxRetries: 5 }));

let dir: string;
let mailbox: Mailbox;
let ses: SESClient;
beforeEach(async () => {
  dir = folder();
  mailbox = await startMailbox({ port: 0, dir });
  ses = new SESClient({ endpoint: mailbox.url, ...access, maxAttempts: 1 });
});
afterEach(async () => {
  ses.destroy();
  await mailbox.close();
});

const received = async (url = mailbox.url) => (await (await fetch(`${url}/messages`)).json()) as Message[];
const fault = (faults: unknown) => fetch(`${mailbox.url}/_faults`, { method: 'POST', body: JSON.stringify(faults) });
const mime = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
const letter = mime(
  'From: Candor <no-reply@shop.example>',
  'To: Ann <ann@example.com>',
  'Cc: bob@example.com',
  'Subject: =?utf-8?Q?Your_caf=C3=A9_card?=',
  'List-Unsubscribe: <https://shop.example/api/unsubscribe?t=abc>,',
  ' <mailto:out@shop.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Thank you',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Thank <b>you</b></p>',
  '--b--',
  '',
);
const send = (Destinations?: string[], Data: Uint8Array = letter) =>
  ses.send(new SendRawEmailCommand({ RawMessage: { Data }, ...(Destinations && { Destinations }) }));

describe('a raw mail', () => {
  it('is kept whole, with its headers, its parts and all its recipients', async () => {
    const { MessageId } = await send(['carol@example.com', 'ann@example.com']);
    const [mail, ...others] = await received();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      id: MessageId,
      from: 'no-reply@shop.example',
      to: ['carol@example.com', 'ann@example.com', 'bob@example.com'],
      subject: 'Your café card',
      html: expect.stringContaining('<p>Thank <b>you</b></p>'),
      headers: { 'list-unsubscribe': '<https://shop.example/api/unsubscribe?t=abc>, <mailto:out@shop.example>' },
    });
    expect(mail?.text.trim()).toBe('Thank you');
    expect(new Date(mail?.receivedAt ?? '').getTime()).toBeGreaterThan(Date.now() - 60_000);
    const raw = await fetch(`${mailbox.url}/messages/${MessageId}/raw`);
    const source = Buffer.from(await raw.arrayBuffer()).toString();
    expect(source).toBe(`Message-ID: <${MessageId}@email.amazonses.com>\r\n${letter.toString()}`);
  });

  it.each([
    ['a Message-ID', 'Message-ID: <mine@shop.example>'],
    ['a Message-ID over two lines', 'message-id:\r\n <mine@shop.example>'],
  ])('with %s of its own gets SES’s in place of it, and another each time', async (_name, header) => {
    const mail = mime('From: a@shop.example', header, 'Subject: Hi', '', 'Message-ID: <in-the-body@shop.example>');
    const ids = [await send(['ann@example.com'], mail), await send(['ann@example.com'], mail)];
    const wanted = ids.map(({ MessageId }) => `<${MessageId}@email.amazonses.com>`);
    const kept = await received();
    expect(kept.map(({ headers }) => headers['message-id'])).toEqual(wanted);
    expect(kept.map(({ subject, text }) => [subject, text.trim()])).toEqual(
      kept.map(() => ['Hi', 'Message-ID: <in-the-body@shop.example>']),
    );
    expect(new Set(wanted).size).toBe(2);
  });

  it('goes to the addresses of its headers when none are given', async () => {
    await send();
    await send(undefined, mime('From: a@shop.example', 'Bcc: dora@example.com', '', 'Hello'));
    expect((await received()).map((mail) => mail.to)).toEqual([
      ['ann@example.com', 'bob@example.com'],
      ['dora@example.com'],
    ]);
  });

  it.each<[string, Uint8Array, string[] | undefined, string]>([
    ['without a sender', mime('To: ann@example.com', '', 'Hello'), undefined, "Missing required header 'From'."],
    ['without a recipient', mime('From: a@shop.example', '', 'Hello'), undefined, 'Missing destinations.'],
    ['to what is no address', letter, ['nobody'], 'Illegal address'],
    [
      'to more than 50',
      letter,
      Array.from({ length: 51 }, (_, n) => `p${n}@example.com`),
      'Recipient count exceeds 50.',
    ],
  ])('%s is refused as SES words it', async (_name, data, to, message) => {
    await expect(send(to, data)).rejects.toMatchObject({ name: 'InvalidParameterValue', message });
    expect(await received()).toEqual([]);
  });
});

describe('a mail given by its parts', () => {
  it('is kept like any other', async () => {
    const Body = { Text: { Data: 'Grüße' }, Html: { Data: '<p>Grüße</p>' } };
    const Destination = { ToAddresses: ['Ann <ann@example.com>'], BccAddresses: ['eve@example.com'] };
    const Message = { Subject: { Data: 'Hello' }, Body };
    await ses.send(new SendEmailCommand({ Source: 'no-reply@shop.example', Destination, Message }));
    const [mail] = await received();
    expect(mail).toMatchObject({
      subject: 'Hello',
      from: 'no-reply@shop.example',
      html: expect.stringContaining('<p>Grüße</p>'),
    });
    expect(mail?.text.trim()).toBe('Grüße');
    expect(mail?.to.toSorted()).toEqual(['ann@example.com', 'eve@example.com']);
    expect(mail?.headers['bcc']).toBeUndefined();
  });
});

describe('the fault switches', () => {
  it.each([
    ['throttle', 'Throttling', 'Maximum sending rate exceeded.'],
    ['quota', 'Throttling', 'Daily message quota exceeded.'],
    ['paused', 'AccountSendingPausedException', 'Email sending is disabled.'],
    [
      'notVerified',
      'MessageRejected',
      'Email address is not verified. The following identities failed the check in region US-EAST-1: shop.example',
    ],
    ['accessDenied', 'AccessDenied', 'The caller is not authorized to perform ses:SendRawEmail.'],
  ])('%s refuses the next sends, as many as told, and keeps nothing of them', async (name, code, message) => {
    await fault({ [name]: 2 });
    for (let n = 0; n < 2; n += 1) await expect(send()).rejects.toMatchObject({ name: code, message });
    expect(await received()).toEqual([]);
    await send();
    expect(await received()).toHaveLength(1);
  });

  it('hold until they are cleared when set to true', async () => {
    await fault({ throttle: true });
    for (let n = 0; n < 3; n += 1) await expect(send()).rejects.toMatchObject({ name: 'Throttling' });
    await fetch(`${mailbox.url}/_faults`, { method: 'DELETE' });
    await send();
  });

  it('cut the answer of a mail that is kept', async () => {
    await fault({ acceptThenDrop: 1 });
    await expect(send()).rejects.toThrow('socket hang up');
    expect(await received()).toHaveLength(1);
  });

  it('mark mails that bounce or are complained about', async () => {
    await fault({ bounce: 1, complaint: 1 });
    await send();
    await send();
    expect((await received()).map((mail) => mail.marks)).toEqual([['bounce', 'complaint'], undefined]);
  });

  it.each<[unknown, RegExp]>([
    [
      { thunder: 1 },
      /^Unknown fault: thunder\. Known are throttle, quota, paused, notVerified, accessDenied, acceptThenDrop, bounce, softBounce, complaint, duplicate, reorder, delayMs\.$/,
    ],
    [{ throttle: -1 }, /throttle must be a whole number of sends, true or false/],
    [{ throttle: 'yes' }, /throttle must be/],
    [[], /^Faults are a JSON object\.$/],
  ])('%j is refused with a sentence and sets nothing', async (faults, words) => {
    const response = await fault(faults);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toMatch(words);
    await send();
  });
});

describe('the mailbox', () => {
  it('is empty after it was emptied', async () => {
    await send();
    await fetch(`${mailbox.url}/messages`, { method: 'DELETE' });
    expect(await received()).toEqual([]);
  });

  it('has its mails after a restart', async () => {
    await send();
    const before = await received();
    await mailbox.close();
    mailbox = await startMailbox({ port: 0, dir });
    expect(await received()).toEqual(before);
  });

  it('loses no acknowledged mail to SIGKILL', async () => {
    const home = folder();
    const script = `import { startMailbox } from ${JSON.stringify(join(import.meta.dirname, '../../../src/ses/mailbox.ts'))};
      console.log((await startMailbox({ port: 0, dir: ${JSON.stringify(home)} })).url);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(`${data}`.trim())),
    );
    const client = new SESClient({ endpoint: url, ...access, maxAttempts: 1 });
    const { MessageId } = await client.send(new SendRawEmailCommand({ RawMessage: { Data: letter } }));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const again = await startMailbox({ port: 0, dir: home });
    expect((await received(again.url)).map((mail) => mail.id)).toEqual([MessageId]);
    await again.close();
    client.destroy();
  });

  it('refuses an action that it does not know as SES does', async () => {
    const response = await fetch(mailbox.url, { method: 'POST', body: new URLSearchParams({ Action: 'SendBounce' }) });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidAction</Code>');
  });

  it('shows its mails to people without running or loading anything that is in them', async () => {
    const hostile = '<script>alert(1)</script>" onload="x';
    await send(
      ['ann@example.com'],
      mime('From: a@shop.example', `Subject: ${hostile}`, 'Content-Type: text/html', '', hostile),
    );
    const response = await fetch(mailbox.url);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('" onload=');
    expect(page).toMatch(/<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"/);
  });
});
