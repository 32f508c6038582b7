import { apply } from '../../../functions/kit/store/write.ts';
import { deliver } from '../../../functions/mail/deliver.ts';
import { sweep } from '../../../functions/mail/sweep.ts';
import { pauseWrite } from '../../../functions/preferences/public.ts';
import { databaseCostOf } from '../../harness/write-units.ts';
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

describe('the door', () => {
  it.each<[string, object]>([
    ['a newsletter as an announcement', { class: 'service' }],
    ['a newsletter as mail about an order', { class: 'transactional', topic: undefined }],
    ['marketing without a topic', { topic: undefined }],
    ['a receipt as marketing', { template: 'receipt', data: receiptData }],
    ['a receipt with a topic', { class: 'transactional', template: 'receipt', data: receiptData }],
    ['a code as an announcement', { class: 'service', template: 'already-registered', topic: undefined, data: {} }],
    ['marketing to an address of its own', { address: 'x'.repeat(40) }],
    [
      'mail about an order of a campaign',
      { class: 'transactional', template: 'receipt', data: receiptData, topic: undefined },
    ],
  ])('takes no letter that breaks its class: %s', async (_, letter) => {
    await expect(door.put({ id: 'l', to: 'ann', ...letter })).rejects.toThrow('a letter breaks its class');
  });

  it('sends no marketing without a postal address', async () => {
    const id = await door.subscriber('ann');
    await deliver(id, { ...office.ports, postalAddress: undefined });
    await expect(office.row(id)).resolves.toMatchObject({ state: 'refused', reason: 'class-postal-address' });
    expect(office.calls.ses).toBe(0);
  });

  // promise: P41, P42
  it('lets an announcement through to who opted out of marketing, without a link to opt out, and not to a deactivated account', async () => {
    for (const name of ['ann', 'bob']) await door.person(name);
    await door.out('ann');
    await apply(pauseWrite(await door.hashOf('bob'), 'deactivated', office.ports), office.ports);
    const announcement = { class: 'service', template: 'announcement', topic: undefined } as const;
    await door.put({ id: 'a', to: 'ann', ...announcement });
    await door.put({ id: 'b', to: 'bob', ...announcement });
    await expect(deliver('a', office.ports)).resolves.toMatchObject({ outcome: 'sent' });
    await expect(deliver('b', office.ports)).resolves.toMatchObject({ outcome: 'refused', reason: 'paused' });
    const sent = await door.mail();
    expect(sent.headers.has('list')).toBe(false);
    expect(sent.from?.value[0]?.address).toBe('shop@shop.example');
  });

  it('sends a code, and a receipt, to a deactivated account all the same', async () => {
    const id = await office.post('ann');
    await apply(pauseWrite(await door.hashOf('ann'), 'deactivated', office.ports), office.ports);
    await expect(deliver(id, office.ports)).resolves.toMatchObject({ outcome: 'sent' });
    const known = {
      class: 'transactional',
      template: 'already-registered',
      topic: undefined,
      campaign: undefined,
      data: {},
    } as const;
    await door.put({ id: 'k', to: 'ann', ...known });
    await expect(deliver('k', office.ports)).resolves.toMatchObject({ outcome: 'refused', reason: 'paused' });
  });

  it('lets a receipt through as fast while a thousand newsletters wait: it asks for the same, and nothing of theirs', async () => {
    const { ports } = office;
    const cost = async (name: string) => {
      const id = await office.post(name);
      return databaseCostOf(ports.dynamo, ports.settings.stage, () => deliver(id, ports));
    };
    const before = await cost('ann');
    await door.subscriber('bob');
    for (let n = 0; n < 10; n += 1)
      await door.page(
        Array.from({ length: 100 }, (_, at) => `campaign:c1:${n}-${at}`),
        `c1:${n}`,
      );
    expect(await cost('cem')).toEqual(before);
    office.pass(3600);
    // The sweeper has nothing to do with them either.
    await expect(sweep(ports)).resolves.toEqual({});
  });
});
