import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { apply } from '../../../functions/kit/store/write.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { deliver } from '../../../functions/mail/deliver.ts';
import { events } from '../../../functions/mail/events.ts';
import { pace } from '../../../functions/mail/pace.ts';
import { letterWrite } from '../../../functions/mail/public.ts';
import { receiptData } from '../../builders/letters.ts';
import { mailDoor, type MailDoor } from '../../harness/mail-door.ts';
import { openPostOffice, type Office, type PostOffice } from '../../harness/post-office.ts';

let postOffice: PostOffice;
let office: Office;
let door: MailDoor;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
beforeEach(async () => {
  office = await postOffice.office();
  door = await mailDoor(office);
});
afterAll(() => postOffice.close());

const hardBounce = { bounce: { bounceType: 'Permanent' } };

describe('a hard bounce', () => {
  it('suppresses the address and keeps receipts from it, however often and late it comes', async () => {
    const id = await office.post('ann');
    await deliver(id, office.ports);
    for (let time = 0; time < 3; time += 1) await door.event(id, 'ann', 'Bounce', hardBounce);
    await door.event(id, 'ann', 'Delivery');
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', fate: 'bounced' });
    expect(await door.known('ann')).toMatchObject({
      suppressed: { reason: 'bounce' },
      undeliverable: expect.any(String) as string,
    });
    const write = letterWrite(
      {
        id: 'again',
        class: 'transactional',
        template: 'receipt',
        to: 'ann',
        data: receiptData,
        at: office.ports.now(),
      },
      office.ports,
    );
    await apply(write, office.ports);
    await expect(deliver('again', office.ports)).resolves.toMatchObject({
      outcome: 'refused',
      reason: 'undeliverable',
    });
  });

  it('of another mail than that of the letter changes nothing', async () => {
    const id = await office.post('ann');
    await deliver(id, office.ports);
    await events(
      {
        eventType: 'Bounce',
        mail: {
          messageId: 'somebody-elses',
          timestamp: '2026-07-23T14:06:00Z',
          destination: ['ann@example.com'],
          tags: { letter: [Buffer.from(id).toString('base64url')] },
        },
        ...hardBounce,
      },
      office.ports,
    );
    expect((await office.row(id))['fate']).toBeUndefined();
    expect(await door.known('ann')).toBeUndefined();
  });

  it('is what the page of the order says, also of the next order that is not mailed', async () => {
    const { ports } = office;
    const at = '2026-07-23T14:05:00Z';
    const order = { TableName: ports.table('orders.orders'), Item: toItem({ id: receiptData.order, placedAt: at }) };
    const read = new GetItemCommand({ TableName: order.TableName, Key: toItem({ id: receiptData.order }) });
    const says = async () => unmarshall((await ports.dynamo.send(read)).Item ?? {})['mailUndeliverable'] as unknown;
    await apply({ Put: order }, ports);
    const id = await office.post('ann');
    await deliver(id, ports);
    await door.event(id, 'ann', 'Bounce', hardBounce);
    expect(await says()).toBe(true);
    await apply({ Put: order }, ports);
    const next = {
      class: 'transactional',
      template: 'receipt',
      topic: undefined,
      campaign: undefined,
      data: receiptData,
    };
    await door.put({ id: 'next', to: 'ann', ...next });
    await deliver('next', ports);
    expect(await says()).toBe(true);
  });

  it('leaves no address in the ledger', async () => {
    const id = await office.post('ann');
    await deliver(id, office.ports);
    await door.event(id, 'ann', 'Bounce', hardBounce);
    expect(JSON.stringify(await office.row(id))).not.toContain('example.com');
  });
});

describe('the rates of marketing', () => {
  const send = async (names: string[]) => {
    for (const name of names) await door.subscriber(name);
    await door.page(names.map((name) => `campaign:c1:${name}`));
    await pace(office.ports);
  };
  const switchOf = async () => {
    const read = new GetItemCommand({
      TableName: office.ports.table('mail.switches'),
      Key: toItem({ id: 'marketing' }),
    });
    const { Item } = await office.ports.dynamo.send(read);
    return Item && unmarshall(Item);
  };

  it('stop it at five complaints of few mails, tell a person, and count one that comes twice once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    await send(names);
    for (const name of names.slice(0, 4)) {
      await door.event(`campaign:c1:${name}`, name, 'Complaint');
      await door.event(`campaign:c1:${name}`, name, 'Complaint');
    }
    expect(await switchOf()).toBeUndefined();
    expect(await door.known('a')).toMatchObject({ suppressed: { reason: 'complaint' } });
    await door.event('campaign:c1:e', 'e', 'Complaint');
    expect(await switchOf()).toMatchObject({ state: 'off', reason: 'complaints' });
    expect(office.ports.logged).toContainEqual({
      level: 'error',
      event: 'marketing stopped',
      fields: { outcome: 'complaints' },
    });
  });

  it('pause one campaign of which many mails bounce for now, and suppress nobody', async () => {
    const names = Array.from({ length: 10 }, (_, n) => `s${n}`);
    await send(names);
    for (const name of names)
      await door.event(`campaign:c1:${name}`, name, 'Bounce', { bounce: { bounceType: 'Transient' } });
    expect(await switchOf()).toBeUndefined();
    expect((await door.known('s0'))?.suppressed).toBeUndefined();
    expect(office.ports.logged).toContainEqual({
      level: 'error',
      event: 'campaign paused',
      fields: { outcome: 'softBounces' },
    });
  });
});

describe('a delivered receipt', () => {
  const buy = async (name: string) => {
    await door.person(name);
    const data = { ...receiptData, consent: 'c'.repeat(64) };
    const letter = { id: `receipt:${name}`, class: 'transactional', template: 'receipt', to: name, data } as const;
    await apply(letterWrite({ ...letter, at: office.ports.now() }, office.ports), office.ports);
    await deliver(`receipt:${name}`, office.ports);
  };

  it('has a link that ends what was agreed to, and lets it count a day after it was delivered', async () => {
    await buy('ann');
    expect((await door.mail()).text).toMatch(/link ends it:\s+https:\/\/shop\.example\/api\/unsubscribe\?t=/);
    expect(await door.known('ann')).toBeUndefined();
    for (let time = 0; time < 2; time += 1) await door.event('receipt:ann', 'ann', 'Delivery');
    const { topics } = (await door.known('ann'))!;
    const from = new Date(office.ports.now().getTime() + 86_400_000).toISOString();
    expect(topics.newsletter).toMatchObject({ state: 'yes', source: 'order-form', countsFrom: from });
  });

  it('asks once where the law wants a second step', async () => {
    await buy('ann');
    const settings = { ...office.ports.settings, homeCountry: 'DE' };
    Object.assign(office.ports, { settings });
    for (let time = 0; time < 2; time += 1) await door.event('receipt:ann', 'ann', 'Delivery');
    expect((await door.known('ann'))?.topics.newsletter?.state).toBe('unconfirmed');
    await deliver(`confirm:${await door.hashOf('ann')}`, office.ports);
    expect((await door.mail(1)).text).toContain('https://shop.example/api/preferences/confirm?t=');
    expect(office.taken).toHaveLength(2);
  });
});
