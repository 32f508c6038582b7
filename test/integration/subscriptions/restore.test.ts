import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { serve } from '../../../functions/kit/http/serve.ts';
import { pace } from '../../../functions/mail/pace.ts';
import { subscriptions } from '../../../functions/subscriptions/contract.ts';
import { routes } from '../../../functions/subscriptions/staff-routes.ts';
import { optOut } from '../../../functions/preferences/public.ts';
import { signedIn, staffSessions } from '../../builders/staff.ts';
import { call, httpEvent } from '../../harness/http.ts';
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

const ask = (route: string, body: object, as = 'privacy') => {
  const ports = { ...office.ports, sessions: async (bearer: string) => staffSessions[bearer] };
  return call(serve(subscriptions, routes, ports), httpEvent(route, { body, headers: signedIn(as) }));
};
const table = () => office.ports.table('preferences.addresses');
/** What the table of addresses holds. */
const copy = async () => (await office.ports.dynamo.send(new ScanCommand({ TableName: table() }))).Items ?? [];
const restore = async (items: Awaited<ReturnType<typeof copy>>) => {
  for (const { id } of await copy())
    await office.ports.dynamo.send(new DeleteItemCommand({ TableName: table(), Key: { id: id! } }));
  for (const Item of items) await office.ports.dynamo.send(new PutItemCommand({ TableName: table(), Item }));
};

describe('a restored table of addresses', () => {
  // promise: P39
  it('sends nothing to who opted out after the copy: mail is off until the journal was applied', async () => {
    const ids = [await door.subscriber('ann'), await door.subscriber('bob'), await door.subscriber('cy')];
    const before = await copy();
    await door.out('ann');
    const removal = { topics: 'all', reason: 'removal', source: 'friend', at: office.ports.now() } as const;
    await optOut(await door.hashOf('fay'), removal, office.ports);
    await optOut(await door.hashOf('cy'), { ...removal, topics: ['newsletter'], reason: 'opt-out' }, office.ports);
    expect(await ask('PUT /admin/mail', { marketing: 'off' })).toMatchObject({ status: 200 });
    await restore(before);
    await door.page(ids);
    expect(await pace(office.ports)).toEqual({ 'switched-off': 1 });
    expect(await ask('PUT /admin/mail', { marketing: 'on' })).toMatchObject({
      status: 409,
      body: { type: '/problems/replay-first' },
    });
    expect(await ask('POST /admin/mail/replay', {})).toMatchObject({
      status: 200,
      body: { entries: 3, changed: 3, next: null, marketing: 'on' },
    });
    expect(await door.known('ann')).toMatchObject({ suppressed: { reason: 'opt-out' } });
    expect(await door.known('fay')).toMatchObject({
      suppressed: { reason: 'removal' },
      removed: expect.any(String) as string,
    });
    expect((await door.known('cy'))?.suppressed).toBeUndefined();
    office.pass(61);
    await pace(office.ports);
    expect(office.taken.map(({ to }) => to)).toEqual(['bob@example.com']);
    expect(await ask('POST /admin/mail/replay', {})).toMatchObject({ body: { entries: 3, changed: 0 } });
  });

  it('keeps a yes that was said after the no, and mail off that is off for another reason', async () => {
    await door.subscriber('ann');
    await door.out('ann');
    office.pass(1);
    await door.agree('ann');
    const before = await copy();
    await ask('POST /admin/mail/replay', {});
    expect(await copy()).toEqual(before);
  });

  it('is for staff of privacy', async () => {
    for (const as of ['support', 'marketing', 'admin']) {
      expect((await ask('POST /admin/mail/replay', {}, as)).status).toBe(403);
      expect((await ask('PUT /admin/mail', { marketing: 'off' }, as)).status).toBe(403);
    }
  });
});
