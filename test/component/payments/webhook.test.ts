import { issue, issueAuthority } from '../../harness/certificate-chain.ts';
import {
  approval,
  certificateAt,
  ok,
  openWebhookWorld,
  sandboxBase as apiBase,
  type Net,
  type WebhookWorld,
} from '../../harness/webhook-world.ts';

let world: WebhookWorld;
beforeAll(async () => {
  world = await openWebhookWorld();
}, 60_000);
afterAll(() => world.close());

const deliver = async (handler: unknown, body: string, changes: Record<string, string> = {}, signed = body) =>
  world.post(handler, body, { ...(await world.headersOf(signed)), ...changes });

describe('POST /webhooks/paypal', () => {
  it('returns 200 once the event is durable, and stores nothing of the payer', async () => {
    const event = approval();
    expect((await deliver(world.webhookOver(world.givesCertificate), JSON.stringify(event))).status).toBe(200);
    const rows = JSON.stringify(await world.stored());
    expect(rows).toContain(event.id);
    expect(rows).not.toMatch(/payer|Pat|example/);
  });

  it('writes nothing for a duplicate, and returns 200 again', async () => {
    const body = JSON.stringify(approval());
    const handler = world.webhookOver(world.givesCertificate);
    await deliver(handler, body);
    const before = await world.stored();
    expect((await deliver(handler, body)).status).toBe(200);
    expect(await world.stored()).toEqual(before);
  });

  it.each([
    ['a changed body', {}, (body: string) => body.replace('APPROVED', 'DECLINED')],
    ['a re-serialized body', {}, (body: string) => JSON.stringify(JSON.parse(body), null, 1)],
    [
      'a certificate from elsewhere',
      { 'paypal-cert-url': 'https://evil.example/v1/notifications/certs/CERT-1' },
      (body: string) => body,
    ],
    [
      'a certificate that PayPal does not have',
      { 'paypal-cert-url': `${apiBase}/v1/notifications/certs/NONE` },
      (body: string) => body,
    ],
    ['no signature', { 'paypal-transmission-sig': '' }, (body: string) => body],
  ])('refuses %s with 400 and writes nothing', async (_what, changes, change) => {
    const before = await world.stored();
    const body = JSON.stringify(approval());
    const answer = await deliver(world.webhookOver(world.givesCertificate), change(body), changes, body);
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-signature' } });
    expect(await world.stored()).toEqual(before);
  });

  it('asks for no certificate at an address that is not PayPal’s', async () => {
    world.asked.length = 0;
    await deliver(world.webhookOver(world.givesCertificate), JSON.stringify(approval()), {
      'paypal-cert-url': 'http://169.254.169.254/latest/meta-data',
    });
    expect(world.asked).toEqual([]);
  });

  it('takes no certificate over plain http outside the local stage', async () => {
    expect(
      (await deliver(world.webhookOver(world.givesCertificate, { stage: 'dev' }), JSON.stringify(approval()))).status,
    ).toBe(400);
  });

  it('returns 503 when the certificate cannot be had, so that PayPal delivers again', async () => {
    const before = await world.stored();
    const answer = await deliver(
      world.webhookOver(() => Promise.reject(new TypeError('fetch failed'))),
      JSON.stringify(approval()),
    );
    expect(answer.status).toBe(503);
    expect(answer.headers).toHaveProperty('retry-after');
    expect(await world.stored()).toEqual(before);
  });

  it.each([
    ['SUCCESS', 200],
    ['FAILURE', 400],
  ])('leaves a chain that it cannot build to PayPal, and reads the verdict %s', async (verdict, status) => {
    const body = JSON.stringify(approval());
    const stranger = await issue({ by: await issueAuthority('Unknown root') });
    const net: Net = (url, init) => {
      if (url === certificateAt) return ok(stranger.pem);
      if (url.endsWith('/oauth2/token')) return ok(JSON.stringify({ access_token: 't', expires_in: 900 }));
      expect(init?.body).toContain(`"webhook_event":${body}`);
      return ok(JSON.stringify({ verification_status: verdict }));
    };
    const answer = await world.post(world.webhookOver(net), body, await world.headersOf(body, stranger));
    expect(answer.status).toBe(status);
  });
});
