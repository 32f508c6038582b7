import { simpleParser } from 'mailparser';
import { apply } from '../../../functions/kit/store/write.ts';
import { deliver } from '../../../functions/mail/deliver.ts';
import { pace } from '../../../functions/mail/pace.ts';
import { switchMail } from '../../../functions/mail/public.ts';
import { pauseWrite } from '../../../functions/preferences/public.ts';
import { databaseCostOf, sum } from '../../harness/write-units.ts';
import { mailDoor, type MailDoor } from '../../harness/mail-door.ts';
import { death, openPostOffice, sesError, type Office, type PostOffice } from '../../harness/post-office.ts';

let postOffice: PostOffice;
let office: Office;
let door: MailDoor;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
beforeEach(async () => {
  office = await postOffice.office();
  door = await mailDoor(office);
});
afterAll(() => postOffice.close());

describe('marketing', () => {
  // promise: P38, P39
  it('reaches who agreed, with both one-click headers, reason, postal address and link, and nothing of another person', async () => {
    await door.subscriber('ann');
    await door.subscriber('bob');
    await door.page(['campaign:c1:ann', 'campaign:c1:bob']);
    await expect(pace(office.ports)).resolves.toEqual({ sent: 2 });
    const mails = await Promise.all(office.taken.map(({ source }) => simpleParser(source)));
    for (const [at, each] of mails.entries()) {
      const to = office.taken[at]!.to;
      const list = each.headers.get('list') as { unsubscribe: { url: string }; 'unsubscribe-post': { name: string } };
      const link = list.unsubscribe.url;
      expect(link).toMatch(/^https:\/\/shop\.example\/api\/unsubscribe\?t=a1\.[\w-]{43}\.c1\.[\w-]{43}$/);
      expect(list['unsubscribe-post'].name).toBe('List-Unsubscribe=One-Click');
      expect(each.from?.value[0]?.address).toBe('shop@news.shop.example');
      expect(each.subject).toBe('New cards');
      for (const part of [each.text ?? '', each.html || '']) {
        expect(part).toContain('cards');
        expect(part).toContain('Candor, 1 Main Street, Anytown');
        expect(part).toContain('because you said');
        expect(part).toContain(link);
        expect(part).not.toMatch(/ann|bob|<img/);
      }
      expect(office.taken[at]!.source).not.toContain(to.startsWith('ann') ? 'bob' : 'ann@');
    }
  });

  it('costs at most 6 write and 2 read units for each who gets it, from its letter and page to the outcome', async () => {
    const count = 20;
    const names = Array.from({ length: count }, (_, n) => `n${n}`);
    for (const name of names) {
      await door.person(name);
      await door.agree(name);
    }
    await door.put({ id: 'campaign:c1:warm', to: names[0]! });
    await deliver('campaign:c1:warm', office.ports);
    const { dynamo, settings } = office.ports;
    const ids = names.map((name) => `campaign:c1:${name}`);
    const cost = await databaseCostOf(dynamo, settings.stage, async () => {
      for (const name of names) await door.put({ id: `campaign:c1:${name}`, to: name });
      await door.page(ids);
    });
    office.ports.sendRate = 1;
    const sending = await databaseCostOf(dynamo, settings.stage, async () => {
      for (const id of ids) await deliver(id, office.ports);
    });
    expect((sum(cost.writes) + sum(sending.writes)) / count).toBeLessThanOrEqual(6);
    expect((cost.reads + sending.reads) / count).toBeLessThanOrEqual(2);
    expect(office.taken).toHaveLength(count + 1);
  });

  it.each([
    ['who never agreed', 'no-consent', async () => door.person('ann')],
    ['who opted out', 'suppressed', async () => (await door.person('ann'), await door.agree('ann'), await door.out('ann'))],
    ['whose account is deactivated', 'paused', async () => {
      await door.person('ann');
      await door.agree('ann');
      await apply(pauseWrite(await door.hashOf('ann'), 'deactivated', office.ports), office.ports);
    }],
  ])('does not reach %s', async (_, reason, prepare) => {
    await prepare();
    await door.put({ id: 'l', to: 'ann' });
    await door.page(['l']);
    await pace(office.ports);
    await expect(office.row('l')).resolves.toMatchObject({ state: 'refused', reason });
    expect(office.taken).toEqual([]);
    expect(office.ports.logged.filter(({ level }) => level === 'error')).toEqual([]);
  }); // prettier-ignore

  it('is not sent again when its sender died, nor when SES gave no answer', async () => {
    await door.subscriber('ann');
    await door.subscriber('bob');
    office.plays(
      () => death,
      async () => Promise.reject(sesError('InternalFailure', 500)),
    );
    void deliver('campaign:c1:ann', office.ports);
    while (office.calls.ses < 1) await new Promise((done) => setTimeout(done, 5));
    await expect(deliver('campaign:c1:bob', office.ports)).resolves.toMatchObject({ outcome: 'unknown' });
    await door.page(['campaign:c1:ann', 'campaign:c1:bob']);
    office.pass(120);
    await expect(pace(office.ports)).resolves.toEqual({ unknown: 1, left: 1 });
    await expect(office.row('campaign:c1:ann')).resolves.toMatchObject({ state: 'unknown', reason: 'sender-died' });
    expect(office.calls.ses).toBe(2);
  });

  it('does not begin a call to SES two seconds after its start, however long the sender was stopped', async () => {
    const id = await door.subscriber('ann');
    const secrets: typeof office.ports.secrets = async (...request) => (
      office.pass(3),
      office.ports.secrets(...request)
    );
    await expect(deliver(id, { ...office.ports, secrets })).resolves.toMatchObject({
      outcome: 'pending',
      reason: 'lease-over',
    });
    expect(office.calls.ses).toBe(0);
    expect((await door.known('ann'))?.lease).toBeUndefined();
  });

  it('releases the address with the outcome, so that an opt-out waits for nobody', async () => {
    const id = await door.subscriber('ann');
    await deliver(id, office.ports);
    expect((await door.known('ann'))?.lease).toBeUndefined();
    office.pauses.splice(0);
    await door.out('ann');
    expect(office.pauses).toEqual([]);
  });

  it('pauses when SES takes no more and goes on later, and no letter is lost', async () => {
    for (const name of ['ann', 'bob', 'cem']) await door.subscriber(name);
    const ids = ['ann', 'bob', 'cem'].map((name) => `campaign:c1:${name}`);
    await door.page(ids);
    office.ports.sendRate = 1;
    office.plays(async () => Promise.reject(sesError('Throttling')));
    await expect(pace(office.ports)).resolves.toMatchObject({ pending: 1 });
    await expect(pace(office.ports)).resolves.toEqual({});
    office.pass(3600);
    await pace(office.ports);
    office.pass(3600);
    await pace(office.ports);
    for (const id of ids) await expect(office.row(id)).resolves.toMatchObject({ state: 'sent' });
    expect(office.taken).toHaveLength(3);
  });

  it('waits while it is switched off, and is refused once its campaign was given up', async () => {
    const id = await door.subscriber('ann');
    await door.page([id]);
    const at = office.ports.now();
    await switchMail('marketing', { state: 'off', reason: 'operator', at }, office.ports);
    await expect(pace(office.ports)).resolves.toEqual({ 'switched-off': 1 });
    await switchMail('campaign:c1', { state: 'ended', reason: 'cancelled', at }, office.ports);
    office.pass(61);
    await expect(pace(office.ports)).resolves.toEqual({ ended: 1 });
    await expect(office.row(id)).resolves.toMatchObject({ state: 'refused', reason: 'ended' });
    await expect(switchMail('campaign:c1', { state: 'on', reason: 'x', at }, office.ports)).resolves.toBe(false);
  });

  it('is sent by one pacer at a time', async () => {
    const id = await door.subscriber('ann');
    await door.page([id]);
    const both = await Promise.all([pace(office.ports), pace(office.ports)]);
    expect(both).toContainEqual({ busy: 1 });
    expect(office.taken).toHaveLength(1);
  });
});
