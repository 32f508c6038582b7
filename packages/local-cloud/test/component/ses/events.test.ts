import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailEvent } from '../../../src/ses/events.ts';
import { startMailbox, type Mailbox } from '../../../src/ses/mailbox.ts';
import { publisher } from '../../../src/ses/publish.ts';

const access = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const dir = mkdtempSync(join(tmpdir(), 'candor-mail-events-'));
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));

let mailbox: Mailbox;
let ses: SESClient;
let heard: MailEvent[];
const start = async (): Promise<void> => {
  mailbox = await startMailbox({ port: 0, dir });
  ses = new SESClient({ endpoint: mailbox.url, ...access, maxAttempts: 1 });
};
const listen = (): void => mailbox.attach(['shop-mail'], async (event) => void heard.push(event));
beforeEach(async () => {
  heard = [];
  await start();
  listen();
});
const stop = async (): Promise<void> => {
  ses.destroy();
  await mailbox.close();
};
afterEach(stop);

const raw = Buffer.from('From: shop@shop.example\r\nTo: ann@example.com\r\nSubject: Hello\r\n\r\nHello\r\n');
const send = async (ConfigurationSetName?: string): Promise<string> => {
  const sent = await ses.send(
    new SendRawEmailCommand({
      RawMessage: { Data: raw },
      Destinations: ['ann@example.com'],
      Tags: [{ Name: 'letter', Value: 'cmVjZWlwdA' }],
      ...(ConfigurationSetName && { ConfigurationSetName }),
    }),
  );
  return sent.MessageId ?? '';
};
const fault = (faults: object) => fetch(`${mailbox.url}/_faults`, { method: 'POST', body: JSON.stringify(faults) });
const quiet = async (): Promise<void> => {
  while (mailbox.pending?.()) await sleep(10);
};
const types = () => heard.map(({ type }) => type);

describe('the events of a mail', () => {
  it('tell of its delivery, by the id that SES gave, with the tags that it was sent with', async () => {
    const messageId = await send('shop-mail');
    await quiet();
    expect(heard).toMatchObject([
      {
        set: 'shop-mail',
        type: 'Delivery',
        message: {
          eventType: 'Delivery',
          mail: {
            messageId,
            source: 'shop@shop.example',
            destination: ['ann@example.com'],
            tags: { 'ses:configuration-set': ['shop-mail'], letter: ['cmVjZWlwdA'] },
          },
          delivery: { recipients: ['ann@example.com'] },
        },
      },
    ]);
  });

  it('do not come without a configuration set, and one that there is not is refused', async () => {
    await send();
    await expect(send('nobody-knows')).rejects.toMatchObject({ name: 'ConfigurationSetDoesNotExistException' });
    await quiet();
    expect(heard).toEqual([]);
  });

  it.each([
    [{ bounce: 1 }, ['Bounce'], { bounce: { bounceType: 'Permanent' } }],
    [{ softBounce: 1 }, ['Bounce'], { bounce: { bounceType: 'Transient' } }],
    [{ complaint: 1 }, ['Delivery', 'Complaint'], { complaint: { complaintFeedbackType: 'abuse' } }],
    [{ complaint: 1, reorder: 1 }, ['Complaint', 'Delivery'], {}],
    [{ duplicate: 1 }, ['Delivery', 'Delivery'], {}],
  ])('are under the faults %j these: %j', async (faults, expected, last) => {
    await fault(faults);
    await send('shop-mail');
    await quiet();
    expect(types()).toEqual(expected);
    expect(heard.at(-1)?.message).toMatchObject('complaint' in faults && 'reorder' in faults ? {} : last);
  });

  it('that were not heard before the end are heard after the next start', async () => {
    await fault({ delayMs: 3_600_000 });
    await send('shop-mail');
    expect(heard).toEqual([]);
    await stop();
    await start();
    listen();
    await quiet();
    expect(types()).toEqual(['Delivery']);
  });
});

describe('a function that hears of mails', () => {
  const source = { configurationSet: 'shop-mail', types: ['Bounce'], topicArn: 'arn:topic', functionId: 'events' };
  const event = (type: MailEvent['type'], set = 'shop-mail'): MailEvent => ({ id: '1', set, type, message: { type } });
  const publish = (invoke: (id: string, payload: unknown) => Promise<unknown>) =>
    publisher([source], invoke, () => undefined, () => new Date(0)); // prettier-ignore

  it('is run as SNS does, for the types and the configuration set of its destination alone', async () => {
    const calls: [string, unknown][] = [];
    const to = publish(async (id, payload) => void calls.push([id, payload]));
    for (const each of [event('Bounce'), event('Delivery'), event('Bounce', 'other')]) await to(each);
    expect(calls).toEqual([
      [
        'events',
        {
          Records: [
            expect.objectContaining({
              EventSource: 'aws:sns',
              Sns: expect.objectContaining({ TopicArn: 'arn:topic', Message: '{"type":"Bounce"}' }) as object,
            }),
          ],
        },
      ],
    ]);
  });

  it('is run again after a failure', async () => {
    let calls = 0;
    await publish(async () => {
      calls += 1;
      if (calls === 1) throw new Error('not yet');
    })(event('Bounce'));
    expect(calls).toBe(2);
  });
});
