import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { simpleParser } from 'mailparser';
import { toItem } from '../../../functions/kit/store/client.ts';
import { verifyToken } from '../../../functions/kit/crypto/tokens.ts';
import { deliverLetter } from '../../../functions/mail/deliver.ts';
import { budget, sweep } from '../../../functions/mail/sweep.ts';
import { receiptData } from '../../builders/letters.ts';
import { testKeyRing } from '../../harness/ports.ts';
import { openPostOffice, sesError, type Office, type PostOffice, type Ses } from '../../harness/post-office.ts';

let postOffice: PostOffice;
let office: Office;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
beforeEach(async () => void (office = await postOffice.office()));
afterAll(() => postOffice.close());

const deliver = (id: string) => deliverLetter(id, office.ports);
const remove = (table: string, id: string) =>
  postOffice.dynamo.client.send(new DeleteItemCommand({ TableName: office.ports.table(table), Key: toItem({ id }) }));

describe('delivering a letter', () => {
  it('sends it to the address of the person, with the link that opens the order', async () => {
    await expect(deliver(await office.post('ann'))).resolves.toBe('sent');
    expect(office.taken.map(({ to }) => to)).toEqual(['ann@example.com']);
    const { text, subject } = await simpleParser(office.taken[0]!.source);
    expect(subject).toContain(receiptData.order);
    const token = /https:\/\/shop\.example\/orders\/[\w-]+#(\S+)/.exec(text ?? '')?.[1] ?? '';
    const placed = Date.parse(receiptData.placedAt);
    const valid = (days: number) =>
      verifyToken(testKeyRing, 'order', receiptData.order, token, new Date(placed + days * 86_400_000));
    expect([valid(0), valid(89.9), valid(90)]).toEqual([true, true, false]);
  });

  it('keeps a ledger of states, tries, times and the id that SES gave, and no address', async () => {
    const id = await office.post('ann');
    await deliver(id);
    const row = await office.row(id);
    expect(row).toMatchObject({ state: 'sent', attempts: 1, messageId: 'ses-1', endedAt: '2026-07-23T14:06:00.000Z' });
    expect(row).not.toHaveProperty('waiting');
    expect(JSON.stringify(row)).not.toContain('@');
  });

  it('hands one letter to SES once, however many deliver it at the same time and after', async () => {
    const id = await office.post('ann');
    const outcomes = await Promise.all(Array.from({ length: 25 }, () => deliver(id)));
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1);
    office.pass(86_400);
    for (let again = 0; again < 5; again += 1) await expect(deliver(id)).resolves.toBe('left');
    await expect(sweep(office.ports)).resolves.toEqual({});
    expect(office.calls.ses).toBe(1);
  });

  it.each([['people.keys'], ['people.persons']])('refuses it when %s holds the person no more', async (table) => {
    const id = await office.post('ann');
    await remove(table, 'ann');
    await expect(deliver(id)).resolves.toBe('refused');
    expect(office.calls.ses).toBe(0);
    await expect(office.row(id)).resolves.toMatchObject({ state: 'refused', reason: 'erased' });
    expect(office.ports.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('leaves a letter that has expired or does not exist', async () => {
    const id = await office.post('ann');
    office.pass(90 * 86_400);
    await expect(deliver(id)).resolves.toBe('left');
    await expect(deliver('receipt:nobody')).resolves.toBe('left');
    expect(office.calls.ses).toBe(0);
  });
});

describe('the sweep', () => {
  it('leaves new letters to the stream for two minutes', async () => {
    await office.post('ann');
    office.pass(119);
    await expect(sweep(office.ports)).resolves.toEqual({});
    office.pass(1);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
  });

  it('sends every letter once over many pages, also beside another sweep and the stream', async () => {
    const names = Array.from({ length: 23 }, (_, n) => `buyer${n}`);
    const ids = await Promise.all(names.map((name) => office.post(name)));
    office.pass(120);
    await Promise.all([sweep(office.ports), sweep(office.ports), ...ids.map(deliver)]);
    expect(office.taken.map(({ to }) => to).sort()).toEqual(names.map((name) => `${name}@example.com`).sort());
    expect(office.calls.ses).toBe(names.length);
  });

  it('begins no letter once its time is over, and leaves the rest to the next sweep', async () => {
    for (let n = 0; n < 40; n += 1) await office.post(`buyer${n}`);
    office.pass(120);
    const slow: Ses = async (take) => (office.pass(budget / 1000), take());
    office.plays(...Array.from({ length: 4 }, (): Ses => async (take) => take()), slow);
    const counts = await sweep(office.ports);
    expect(counts).toMatchObject({ 'out-of-time': 1 });
    expect((counts['sent'] ?? 0) + (counts['pending'] ?? 0)).toBeLessThan(5 + 10);
    office.pass(120);
    await sweep(office.ports);
    expect(office.taken).toHaveLength(40);
  });

  it('does not meet a letter that it cannot read first every time', async () => {
    const broken = await office.post('ann');
    await postOffice.dynamo.client.send(
      new UpdateItemCommand({
        TableName: office.ports.table('mail.outbox'),
        Key: toItem({ id: broken }),
        UpdateExpression: 'SET takeovers = :broken',
        ExpressionAttributeValues: toItem({ ':broken': 'x' }),
      }),
    );
    office.pass(120);
    await expect(sweep(office.ports)).resolves.toEqual({ failed: 1 });
    await office.post('bob');
    office.pass(120);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
    office.pass(180);
    await expect(sweep(office.ports)).resolves.toEqual({ failed: 1 });
  });

  it('takes a breath after every letter that SES defers, so that ten at a time do not outrun its rate', async () => {
    await office.post('ann');
    office.pass(120);
    office.plays(async () => Promise.reject(sesError('Throttling')));
    await expect(sweep(office.ports)).resolves.toEqual({ pending: 1 });
    expect(office.pauses).toEqual([1000]);
  });

  it('is not stopped by one letter that cannot be delivered, and counts it', async () => {
    await remove('people.keys', (await office.post('ann')).slice('receipt:'.length));
    await office.post('bob');
    office.pass(120);
    await expect(sweep(office.ports)).resolves.toEqual({ refused: 1, sent: 1 });
  });
});
