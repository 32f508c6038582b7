import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { payments } from '../../../functions/payments/contract.ts';
import { certificateSource } from '../../../functions/payments/certificates.ts';
import { paypalClient } from '../../../functions/payments/paypal-client.ts';
import { routes } from '../../../functions/payments/routes.ts';
import { serve } from '../../../functions/kit/serve.ts';
import { issue, issueAuthority, type Issued } from '../../support/certificate-chain.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamodb.ts';
import { call, httpEvent } from '../../support/http.ts';
import { testPorts } from '../../support/ports.ts';
import { signWebhook } from '../../support/signed-webhook.ts';
import { createContractTables } from '../../support/tables.ts';

const apiBase = 'http://127.0.0.1:9';
const certificateAt = `${apiBase}/v1/notifications/certs/CERT-1`;
const at = new Date('2026-06-01T00:00:00Z');

let dynamo: TestDynamo;
let authority: Issued;
let leaf: Issued;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  await createContractTables(dynamo.client, 'local');
  authority = await issueAuthority('Test root');
  leaf = await issue({ by: authority });
}, 60_000);
afterAll(() => dynamo.close());

type Net = (url: string, init?: RequestInit) => Response | Promise<Response>;
const asked: string[] = [];

/** The webhook with a network of the test's own making. */
const webhookOver = (net: Net, stage = 'local') => {
  const reach = ((url: string | URL, init?: RequestInit) => {
    asked.push(String(url));
    return Promise.resolve(net(String(url), init));
  }) as typeof fetch;
  const secret = {
    clientId: 'c',
    clientSecret: 's',
    webhookId: 'WH-OURS',
    merchantId: 'M',
    trustAnchors: authority.pem,
  };
  const base = testPorts({
    dynamo: dynamo.client,
    stage,
    fetch: reach,
    now: () => at,
    settings: { paypalApiBase: apiBase },
    secrets: { paypal: secret },
  });
  const ports = {
    ...base,
    paypal: paypalClient({ ...base, now: () => new Date() }, { timeout: 500, tries: 1 }),
    certificates: certificateSource({ fetch: reach, timeoutMs: 500 }),
  };
  return serve(payments, routes, ports);
};

const ok = (text: string) => new Response(text, { status: 200 });
const givesCertificate: Net = (url) => (url === certificateAt ? ok(leaf.pem) : new Response('', { status: 404 }));
const stored = async () =>
  (await dynamo.client.send(new ScanCommand({ TableName: 'candor-local-payments-events' }))).Items ?? [];

let serial = 0;
const event = (more: object = {}) =>
  JSON.stringify({
    id: `WH-${(serial += 1)}`,
    event_type: 'CHECKOUT.ORDER.APPROVED',
    resource: { id: `ORDER${serial}`, payer: { email_address: 'payer@example.com', name: { given_name: 'Pat' } } },
    ...more,
  });

const headersOf = async (body: string, by: Issued) => ({
  ...(await signWebhook(Buffer.from(body), 'WH-OURS', by)).headers,
  'paypal-cert-url': certificateAt,
});

const deliver = async (handler: unknown, body: string, changes: Record<string, string> = {}, signed = body) => {
  const headers = await headersOf(signed, leaf);
  return call(handler, httpEvent('POST /webhooks/paypal', { body, headers: { ...headers, ...changes } }));
};

describe('POST /webhooks/paypal', () => {
  it('answers 200 once the event is durable, and stores nothing of the payer', async () => {
    const body = event();
    expect((await deliver(webhookOver(givesCertificate), body)).status).toBe(200);
    const rows = JSON.stringify(await stored());
    expect(rows).toContain(`WH-${serial}`);
    expect(rows).not.toMatch(/payer|Pat|example/);
  });

  it('writes nothing for a duplicate, and answers 200 again', async () => {
    const body = event();
    const handler = webhookOver(givesCertificate);
    await deliver(handler, body);
    const before = await stored();
    expect((await deliver(handler, body)).status).toBe(200);
    expect(await stored()).toEqual(before);
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
    const before = await stored();
    const body = event();
    const answer = await deliver(webhookOver(givesCertificate), change(body), changes, body);
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-signature' } });
    expect(await stored()).toEqual(before);
  });

  it('asks for no certificate at an address that is not PayPal’s', async () => {
    asked.length = 0;
    await deliver(webhookOver(givesCertificate), event(), {
      'paypal-cert-url': 'http://169.254.169.254/latest/meta-data',
    });
    expect(asked).toEqual([]);
  });

  it('takes no certificate over plain http outside the local stage', async () => {
    expect((await deliver(webhookOver(givesCertificate, 'dev'), event())).status).toBe(400);
  });

  it('answers 503 when the certificate cannot be had, so that PayPal delivers again', async () => {
    const before = await stored();
    const answer = await deliver(
      webhookOver(() => Promise.reject(new TypeError('fetch failed'))),
      event(),
    );
    expect(answer.status).toBe(503);
    expect(answer.headers).toHaveProperty('retry-after');
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['SUCCESS', 200],
    ['FAILURE', 400],
  ])('leaves a chain that it cannot build to PayPal, and reads the verdict %s', async (verdict, status) => {
    const stranger = await issue({ by: await issueAuthority('Unknown root') });
    const net: Net = (url, init) => {
      if (url === certificateAt) return ok(stranger.pem);
      if (url.endsWith('/oauth2/token')) return ok(JSON.stringify({ access_token: 't', expires_in: 900 }));
      expect(String(init?.body)).toContain(`"webhook_event":{"id":"WH-${serial}"`);
      return ok(JSON.stringify({ verification_status: verdict }));
    };
    const body = event();
    const headers = await headersOf(body, stranger);
    const answer = await call(webhookOver(net), httpEvent('POST /webhooks/paypal', { body, headers }));
    expect(answer.status).toBe(status);
  });
});
