import { crc32 } from 'node:zlib';
import { payments } from '../../../functions/payments/contract.ts';
import { issue, issueAuthority } from '../../harness/certificate-chain.ts';
import { requestsOf } from '../../harness/contract-database.ts';
import { forgedLike } from '../../builders/forged-body.ts';
import {
  approval,
  certificateAt,
  ok,
  openWebhookWorld,
  type Net,
  type WebhookWorld,
} from '../../harness/webhook-world.ts';

let world: WebhookWorld;
beforeAll(async () => {
  world = await openWebhookWorld();
}, 60_000);
afterAll(() => world.close());

const rowsOf = async (event: string) => (await world.stored()).filter((row) => row['event'] === event);

/** A genuine webhook that somebody overheard: its body and headers. */
const overheard = async (transmission: { id?: string; time?: string } = {}) => {
  const event = approval();
  const body = JSON.stringify(event);
  return { event, body, headers: await world.headersOf(body, world.leaf, transmission) };
};

/** A webhook whose chain cannot be built here, so that PayPal is asked, which says that it is genuine. */
const behindStrangers = async () => {
  const stranger = await issue({ by: await issueAuthority('Unknown root') });
  const net: Net = (url) => {
    if (url === certificateAt) return ok(stranger.pem);
    if (url.endsWith('/oauth2/token')) return ok(JSON.stringify({ access_token: 't', expires_in: 900 }));
    return ok(JSON.stringify({ verification_status: 'SUCCESS' }));
  };
  const body = JSON.stringify(approval());
  return { serve: world.webhookOver(net), body, headers: await world.headersOf(body, stranger) };
};

describe('an overheard webhook', () => {
  it('authorises no other body of the same checksum, however many are tried', async () => {
    const handler = world.webhookOver(world.givesCertificate);
    const { event, body, headers } = await overheard();
    expect((await world.post(handler, body, headers)).status).toBe(200);
    const before = (await world.stored()).length;
    for (let n = 0; n < 20; n += 1) {
      const forged = forgedLike(body, { ...event, id: `WH-FORGED-${n}`, resource: { id: `THEIRS${n}` } });
      expect(crc32(forged)).toBe(crc32(body));
      const answer = await world.post(handler, forged, headers);
      expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-signature' } });
    }
    expect(await world.stored()).toHaveLength(before);
    expect(JSON.stringify(await world.stored())).not.toMatch(/FORGED|THEIRS/);
  });

  it('is trusted no more once a second body came under its signature, and an error is logged', async () => {
    const handler = world.webhookOver(world.givesCertificate);
    const { event, body, headers } = await overheard();
    await world.post(handler, body, headers);
    await world.post(handler, forgedLike(body, approval()), headers);
    expect(await rowsOf(event.id)).toEqual([expect.not.objectContaining({ unsettled: 'y' })]);
    expect(await rowsOf(event.id)).toMatchObject([{ outcome: 'forged' }]);
    expect(handler.logged.filter(({ level }) => level === 'error')).toEqual([
      { level: 'error', event: 'webhook forged', fields: { outcome: 'another-body' } },
    ]);
  });

  it('is refused itself when the forgery came first, so that neither body is trusted', async () => {
    const handler = world.webhookOver(world.givesCertificate);
    const { event, body, headers } = await overheard();
    await world.post(handler, forgedLike(body, { ...event, id: 'WH-FIRST' }), headers);
    expect((await world.post(handler, body, headers)).status).toBe(400);
    expect([await rowsOf(event.id), await rowsOf('WH-FIRST')]).toMatchObject([[], [{ outcome: 'forged' }]]);
  });

  it('costs no call to PayPal when it is repeated or forged, even where PayPal alone can verify its chain', async () => {
    const { serve, body, headers } = await behindStrangers();
    expect((await world.post(serve, body, headers)).status).toBe(200);
    world.asked.length = 0;
    expect((await world.post(serve, body, headers)).status).toBe(200);
    expect((await world.post(serve, forgedLike(body, approval()), headers)).status).toBe(400);
    expect(world.asked).toEqual([]);
  });

  it('makes no request, repeated or forged, that the contract does not grant, and needs each that it grants', async () => {
    const { serve, body, headers } = await behindStrangers();
    const requests = await requestsOf(world.dynamo.client, async () => {
      for (const sent of [body, forgedLike(body, approval())]) await world.post(serve, sent, headers);
    });
    const { events } = payments.routes.webhook.uses.find((use) => typeof use === 'object') ?? { events: [] };
    const actions = [...new Set(requests)].map((command) => command.replace('Command', ''));
    expect(actions.sort()).toEqual([...events].sort());
  });
});

describe('a delivery', () => {
  it('of its own is another signature under the same transmission, as after PayPal changed its key', async () => {
    const renewed = await issue({ by: world.authority });
    const { event, body, headers } = await overheard();
    await world.post(world.webhookOver(world.givesCertificate), body, headers);
    const handler = world.webhookOver((url) => (url === certificateAt ? ok(renewed.pem) : new Response()));
    expect((await world.post(handler, body, await world.headersOf(body, renewed))).status).toBe(200);
    expect(await rowsOf(event.id)).toMatchObject([{ unsettled: 'y' }, { unsettled: 'y' }]);
  });

  it('of its own is the same event resent under a new transmission', async () => {
    const handler = world.webhookOver(world.givesCertificate);
    const { event, body, headers } = await overheard();
    await world.post(handler, body, headers);
    const again = await world.headersOf(body, world.leaf, { id: 'a-new-transmission' });
    expect((await world.post(handler, body, again)).status).toBe(200);
    expect(await rowsOf(event.id)).toHaveLength(2);
  });

  it('is one conditional write, and so is a duplicate, which changes nothing', async () => {
    const handler = world.webhookOver(world.givesCertificate);
    const { body, headers } = await overheard();
    const once = () => world.post(handler, body, headers);
    expect(await requestsOf(world.dynamo.client, once)).toEqual(['PutItemCommand']);
    const before = await world.stored();
    expect(await requestsOf(world.dynamo.client, once)).toEqual(['PutItemCommand']);
    expect(await world.stored()).toEqual(before);
  });
});

describe('the time of a transmission', () => {
  const handlerAt = (at: string) => world.webhookOver(world.givesCertificate, { at: new Date(at) });

  it.each([
    ['four days ago', '2026-05-28T00:00:00Z'],
    ['five minutes ahead', '2026-06-01T00:05:00Z'],
    ['in another zone', '2026-06-01T02:00:00+02:00'],
  ])('may be %s', async (_when, time) => {
    const { body, headers } = await overheard({ time });
    expect((await world.post(handlerAt('2026-06-01T00:00:00Z'), body, headers)).status).toBe(200);
  });

  it.each([
    ['older than four days', '2026-05-27T23:59:59Z'],
    ['more than five minutes ahead', '2026-06-01T00:05:01Z'],
    ['no time', 'now'],
    ['a day that is not there', '2026-13-41T00:00:00Z'],
  ])('is refused when it is %s, and nothing is fetched or written', async (_what, time) => {
    const before = await world.stored();
    const { body, headers } = await overheard({ time });
    world.asked.length = 0;
    const answer = await world.post(handlerAt('2026-06-01T00:00:00Z'), body, headers);
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-signature' } });
    expect(world.asked).toEqual([]);
    expect(await world.stored()).toEqual(before);
  });
});
