import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { serve } from '../../functions/kit/http/serve.ts';
import { certificateSource } from '../../functions/payments/webhook/certificates.ts';
import { payments } from '../../functions/payments/contract.ts';
import { paypalClient } from '../../functions/paypal/client.ts';
import { routes } from '../../functions/payments/routes.ts';
import { issue, issueAuthority, type Issued } from './certificate-chain.ts';
import { openTestDatabase } from './database.ts';
import { call, httpEvent } from './http.ts';
import { testPorts } from './ports.ts';
import { signWebhook } from '../builders/signed-webhook.ts';
import { createContractTables } from './tables.ts';

export const sandboxBase = 'http://127.0.0.1:9';
export const certificateAt = `${sandboxBase}/v1/notifications/certs/CERT-1`;

/** A network of the test's own making. */
export type Net = (url: string, init?: RequestInit) => Response | Promise<Response>;

export const ok = (text: string) => new Response(text, { status: 200 });

/** What a test may set of a webhook's surroundings. */
type Around = { stage?: string; at?: Date; apiBase?: string };

let serial = 0;

/** An approved order as PayPal tells it, payer included; each with ids of its own. */
export const approval = (more: object = {}) => {
  serial += 1;
  const payer = { email_address: 'payer@example.com', name: { given_name: 'Pat' } };
  const id = `WH-${serial}`;
  return { id, event_type: 'CHECKOUT.ORDER.APPROVED', resource: { id: `ORDER${serial}`, payer }, ...more };
};

/** The webhook over DynamoDB Local and a network in memory, with a certificate chain that it trusts. */
export const openWebhookWorld = async () => {
  const dynamo = await openTestDatabase();
  await createContractTables(dynamo.client, 'local');
  const authority = await issueAuthority('Test root');
  const leaf = await issue({ by: authority });
  const asked: string[] = [];

  /** Serves the webhook; the log that it writes is `logged`. */
  const webhookOver = (
    net: Net,
    { stage = 'local', at = new Date('2026-06-01T00:00:00Z'), apiBase = sandboxBase }: Around = {},
  ) => {
    const reach = ((url: string | URL, init?: RequestInit) => {
      asked.push(String(url));
      return Promise.resolve(net(String(url), init));
    }) as typeof fetch;
    const account = { clientId: 'c', clientSecret: 's', webhookId: 'WH-OURS', merchantId: 'M' };
    const base = testPorts({
      dynamo: dynamo.client,
      stage,
      fetch: reach,
      now: () => at,
      secrets: { paypal: { ...account, trustAnchors: authority.pem } },
    });
    const ports = {
      ...base,
      table: (name: string) => `candor-local-${name.replace('.', '-')}`,
      paypal: paypalClient({ ...base, apiBase, now: () => new Date() }, { timeout: 500, tries: 1 }),
      certificates: certificateSource({ fetch: reach, timeoutMs: 500 }),
    };
    return Object.assign(serve(payments, routes, ports), { logged: base.logged });
  };

  const headersOf = async (body: string, by: Issued = leaf, transmission: { id?: string; time?: string } = {}) => ({
    ...(await signWebhook(Buffer.from(body), 'WH-OURS', by, transmission)).headers,
    'paypal-cert-url': certificateAt,
  });
  const post = (handler: unknown, body: string, headers: Record<string, string>) =>
    call(handler, httpEvent('POST /webhooks/paypal', { body, headers }));
  const stored = async () =>
    ((await dynamo.client.send(new ScanCommand({ TableName: 'candor-local-payments-events' }))).Items ?? []).map(
      (item) => unmarshall(item),
    );

  const givesCertificate: Net = (url) => (url === certificateAt ? ok(leaf.pem) : new Response('', { status: 404 }));
  return {
    dynamo,
    authority,
    leaf,
    asked,
    webhookOver,
    headersOf,
    post,
    stored,
    givesCertificate,
    close: () => dynamo.close(),
  };
};

export type WebhookWorld = Awaited<ReturnType<typeof openWebhookWorld>>;
