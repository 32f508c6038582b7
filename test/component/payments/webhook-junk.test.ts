import { issue } from '../../harness/certificate-chain.ts';
import { approval, certificateAt, ok, openWebhookWorld, type WebhookWorld } from '../../harness/webhook-world.ts';

let world: WebhookWorld;
beforeAll(async () => {
  world = await openWebhookWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => {
  world.asked.length = 0;
});

const sig = 'paypal-transmission-sig';
const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
const names = ['transmission-id', 'transmission-time', 'transmission-sig', 'auth-algo', 'cert-url'];

describe('a webhook that cannot be PayPal’s by its form', () => {
  const refused = async (body: string, change: (headers: Record<string, string>) => Record<string, string>) => {
    const before = await world.stored();
    const headers = change(await world.headersOf(body));
    const { status } = await world.post(world.webhookOver(world.givesCertificate), body, headers);
    expect({ status, fetched: world.asked, stored: await world.stored() }).toEqual({
      status: 400,
      fetched: [],
      stored: before,
    });
  };

  it.each(names.map((name) => `paypal-${name}`))('is refused before any fetch when %s is missing', async (name) => {
    await refused(JSON.stringify(approval()), (headers) => without(headers, name));
  });

  it.each(names.map((name) => `paypal-${name}`))('is refused before any fetch when %s came twice', async (name) => {
    // The gateway joins what came twice by a comma.
    await refused(JSON.stringify(approval()), (headers) => ({
      ...headers,
      [name]: `${headers[name]},${headers[name]}`,
    }));
  });

  it.each([
    ['an algorithm that is not PayPal’s', { 'paypal-auth-algo': 'SHA1withRSA' }],
    ['the algorithm in another case', { 'paypal-auth-algo': 'sha256withrsa' }],
    ['a signature that is no base64', { [sig]: '*'.repeat(344) }],
    ['a signature with a space in it', { [sig]: `${'A'.repeat(170)} ${'A'.repeat(174)}` }],
    ['a signature shorter than any key that counts', { [sig]: Buffer.alloc(255, 1).toString('base64') }],
    ['a signature longer than any key', { [sig]: 'A'.repeat(4100) }],
    ['a transmission id with a separator', { 'paypal-transmission-id': 'a|b' }],
    ['a transmission id without end', { 'paypal-transmission-id': 'a'.repeat(65) }],
    [
      'a certificate of another host',
      { 'paypal-cert-url': 'https://api.paypal.com.evil.example/v1/notifications/certs/C' },
    ],
    ['a certificate by another scheme', { 'paypal-cert-url': 'file:///v1/notifications/certs/CERT-1' }],
    ['a certificate behind another path', { 'paypal-cert-url': `${certificateAt}/../../oauth2/token` }],
  ])('is refused before any fetch with %s', async (_what, changes) => {
    await refused(JSON.stringify(approval()), (headers) => ({ ...headers, ...changes }));
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['a list', JSON.stringify([approval()])],
    ['null', 'null'],
    ['a text', '"WH-1"'],
    ['half an object', '{"id":"WH-1"'],
    ['two objects', '{"id":"WH-1","event_type":"X"}{}'],
    ['an object that is no event', '{"hello":"world"}'],
    ['NUL bytes', `{"id":"WH-1","event_type":"X"}\0\0`],
    ['sixty thousand brackets', '['.repeat(60_000)],
    ['an id that no event has', '{"id":"../WH 1","event_type":"X"}'],
  ])('is refused before any fetch when its body is %s', async (_what, body) => {
    await refused(body, (headers) => headers);
  });

  it('says in the log why, and nothing that was sent', async () => {
    const handler = world.webhookOver(world.givesCertificate);
    const body = JSON.stringify(approval());
    await world.post(handler, body, { ...(await world.headersOf(body)), [sig]: '' });
    expect(handler.logged).toContainEqual({
      level: 'warn',
      event: 'webhook does not verify',
      fields: { outcome: 'missing-header' },
    });
  });
});

describe('fifty webhooks with junk that is good in form', () => {
  const junk = async (handler: unknown, url: (n: number) => string) => {
    const body = JSON.stringify(approval());
    const headers = await world.headersOf(body);
    const answers = Array.from({ length: 50 }, (_, n) =>
      world.post(handler, body, { ...headers, 'paypal-cert-url': url(n) }),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  };

  it('cost one fetch when they name one certificate that is not there', async () => {
    const handler = world.webhookOver(() => new Response('', { status: 404 }));
    expect(new Set(await junk(handler, () => `${certificateAt}0`))).toEqual(new Set([400]));
    expect(new Set(await junk(handler, () => `${certificateAt}0`))).toEqual(new Set([400]));
    expect(world.asked).toHaveLength(1);
  });

  it('cost five fetches at most when each names another, and what is not looked for is 503', async () => {
    const handler = world.webhookOver(() => new Response('', { status: 404 }));
    for (let n = 0; n < 3; n += 1) expect(await junk(handler, (m) => `${certificateAt}${n}${m}`)).toContain(503);
    expect(world.asked.length).toBeLessThanOrEqual(5);
    const busy = { level: 'warn', event: 'certificate not fetched', fields: { outcome: 'busy' } };
    expect(handler.logged).toContainEqual(busy);
    expect(await world.stored()).toEqual([]);
  });

  it('do not hinder a webhook whose certificate is known', async () => {
    const handler = world.webhookOver(world.givesCertificate);
    const deliver = async () => {
      const body = JSON.stringify(approval());
      return (await world.post(handler, body, await world.headersOf(body))).status;
    };
    expect(await deliver()).toBe(200);
    await junk(handler, (n) => `${certificateAt}X${n}`);
    expect(await deliver()).toBe(200);
  });
});

describe('the certificate’s name', () => {
  const live = 'messageverificationcerts.paypal.com';
  const sandbox = 'messageverificationcerts.sandbox.paypal.com';

  it.each([
    ['a live stage', 'https://api-m.paypal.com', live, 200],
    ['a live stage', 'https://api-m.paypal.com', sandbox, 400],
    ['a sandbox stage', 'https://api-m.sandbox.paypal.com', sandbox, 200],
    ['a sandbox stage', 'https://api-m.sandbox.paypal.com', live, 400],
  ])('for %s at %s, signed under %s, makes the answer %i', async (_stage, apiBase, name, status) => {
    const leaf = await issue({ by: world.authority, subject: `CN=${name}`, dns: [name] });
    const handler = world.webhookOver(() => ok(leaf.pem), { stage: 'prod', apiBase });
    const body = JSON.stringify(approval());
    const headers = {
      ...(await world.headersOf(body, leaf)),
      'paypal-cert-url': `${apiBase}/v1/notifications/certs/C`,
    };
    expect((await world.post(handler, body, headers)).status).toBe(status);
  });
});
