import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMailbox, type Mailbox } from '../../../packages/local-cloud/src/ses/mailbox.ts';
import { deliverSoon } from '../../../functions/mail/deliver-soon.ts';
import { deliverLetter } from '../../../functions/mail/deliver.ts';
import { sesSender } from '../../../functions/mail/ses.ts';
import { sweep } from '../../../functions/mail/sweep.ts';
import { localAccess } from '../../harness/dynamodb.ts';
import { receiptData } from '../../builders/letters.ts';
import { openPostOffice, type PostOffice } from '../../harness/post-office.ts';

const dir = mkdtempSync(join(tmpdir(), 'candor-mail-'));
let postOffice: PostOffice;
let mailbox: Mailbox;
beforeAll(async () => {
  postOffice = await openPostOffice();
  mailbox = await startMailbox({ port: 0, dir });
}, 60_000);
beforeEach(async () => {
  await fetch(`${mailbox.url}/messages`, { method: 'DELETE' });
  await fetch(`${mailbox.url}/_faults`, { method: 'DELETE' });
});
afterAll(async () => {
  await mailbox.close();
  await postOffice.close();
  rmSync(dir, { recursive: true });
});

const office = () => postOffice.office({ send: sesSender('test', { endpoint: mailbox.url, ...localAccess }) });
const fault = (faults: object) => fetch(`${mailbox.url}/_faults`, { method: 'POST', body: JSON.stringify(faults) });
type Received = { to: string[]; from: string; subject: string; text: string; html: string; headers: object };
const received = async () => (await (await fetch(`${mailbox.url}/messages`)).json()) as Received[];

describe('a letter sent through SES', () => {
  it('arrives whole, at its recipient alone', async () => {
    const { ports, post, row } = await office();
    const id = await post('ann');
    await expect(deliverLetter(id, ports)).resolves.toBe('sent');
    const [mail, ...others] = await received();
    expect(others).toEqual([]);
    expect(mail?.to).toEqual(['ann@example.com']);
    expect(mail?.subject).toContain(receiptData.order);
    for (const part of [mail?.text, mail?.html])
      expect(part).toContain(`https://shop.example/orders/${receiptData.order}#`);
    expect(mail?.headers).toMatchObject({ 'auto-submitted': 'auto-generated' });
    expect((await row(id))['messageId']).toMatch(/.+/);
  });

  it.each(['throttle', 'quota', 'paused', 'notVerified', 'accessDenied'])(
    'arrives once after SES answered: %s',
    async (name) => {
      const { ports, post, pass } = await office();
      await fault({ [name]: 1 });
      await expect(deliverLetter(await post('ann'), ports)).resolves.toBe('pending');
      await expect(received()).resolves.toEqual([]);
      pass(120);
      await expect(sweep(ports)).resolves.toEqual({ sent: 1 });
      await expect(received()).resolves.toHaveLength(1);
    },
  );

  it('is sent by the sender that the stream started when the throttling passes in seconds, and left to the sweeper when not', async () => {
    const { ports, post, pauses, row } = await office();
    await fault({ throttle: 2 });
    await expect(deliverSoon(await post('ann'), ports)).resolves.toBe('sent');
    expect(pauses).toEqual([2_000, 8_000]);
    await expect(received()).resolves.toHaveLength(1);
    await fault({ throttle: 3 });
    const id = await post('bob');
    await expect(deliverSoon(id, ports)).resolves.toBe('pending');
    await expect(row(id)).resolves.toMatchObject({ state: 'pending', attempts: 3, waiting: 'y' });
  });

  it('is unknown when SES took it and its answer was lost, and arrives no second time', async () => {
    const { ports, post, pass } = await office();
    const id = await post('ann');
    await fault({ acceptThenDrop: 1 });
    await expect(deliverLetter(id, ports)).resolves.toBe('unknown');
    pass(3600);
    await expect(sweep(ports)).resolves.toEqual({});
    await expect(deliverLetter(id, ports)).resolves.toBe('left');
    await expect(received()).resolves.toHaveLength(1);
  });
});
