import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { WorkerSpec } from '../../functions/kit/contract/worker.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import { work } from '../../functions/kit/work/stream.ts';
import type { MailPorts } from '../../functions/mail/mail-ports.ts';
import { mail } from '../../functions/mail/contract.ts';
import * as mailWorkers from '../../functions/mail/workers.ts';
import { payments } from '../../functions/payments/contract.ts';
import { routes } from '../../functions/payments/routes.ts';
import * as paymentWorkers from '../../functions/payments/workers.ts';
import type { SettlePorts } from '../../functions/payments/settle/ports.ts';
import type { WebhookPorts } from '../../functions/payments/webhook/verify-webhook.ts';
import { inWorker, paypalClient } from '../../functions/paypal/client.ts';
import { compileFilters } from '../../packages/local-cloud/src/streams/filter.ts';
import { signWebhook } from '../builders/signed-webhook.ts';
import { issue, issueAuthority } from './certificate-chain.ts';
import { call, httpEvent } from './http.ts';
import type { Shop, World } from './shop-in-process.ts';
import { databaseCostOf, sum } from './write-units.ts';

/** What a step of an order costs. */
export type StepCost = { step: string; wru: number; rru: number; requests: string[]; paypal: number; kms: number };

const account = { clientId: 'client', clientSecret: 'secret', webhookId: 'WH-TEST', merchantId: 'MERCHANT1' };

const inForce = { from: '2026-01-01T00:00:00Z', until: '2126-01-01T00:00:00Z' };

/** The webhook of a shop in process, behind certificates of its own, and what its streams start. */
const backOf = async (shop: Shop, url: string) => {
  const authority = await issueAuthority('Test root', inForce);
  const leaf = await issue({ by: authority, ...inForce });
  const paypal = { ...account, trustAnchors: authority.pem };
  const ports: WebhookPorts & SettlePorts & MailPorts = {
    ...shop.ports,
    // The stand-in's certificates have an address on this machine.
    settings: { ...shop.ports.settings, stage: 'local' },
    secrets: async (name, schema) => (name === 'paypal' ? z.parse(schema, paypal) : shop.ports.secrets(name, schema)),
    certificates: { get: async () => leaf.pem },
    paypal: paypalClient({ ...shop.ports, apiBase: shop.ports.paypal.apiBase }, inWorker),
    // The search for free PINs begins where many follow, so that one page of the index is enough each time.
    random: (bytes) => (bytes === 16 ? new Uint8Array(16) : shop.ports.random(bytes)),
    send: async () => ({ messageId: 'ses-1' }),
  };
  const webhook = serve(payments, routes, ports);
  const started = {
    settle: work('payments-settle', paymentWorkers.settle, ports),
    deliver: work('mail-deliver', mailWorkers.deliver, ports),
  };
  let transmissions = 0;

  /** Has PayPal send an event. */
  const receive = async (event_type: string, resource: object): Promise<void> => {
    const body = JSON.stringify({ id: `WH-${(transmissions += 1)}`, event_type, resource });
    const transmission = { id: `T-${transmissions}`, time: new Date().toISOString() };
    const { headers } = await signWebhook(Buffer.from(body), account.webhookId, leaf, transmission);
    const sent = { ...headers, 'paypal-cert-url': `${url}/v1/notifications/certs/CERT-1` };
    const { status } = await call(webhook, httpEvent('POST /webhooks/paypal', { body, headers: sent }));
    if (status !== 200) throw new Error(`the webhook returned ${status}`);
  };

  const seen = new Set<string>();
  /** Returns the records of new rows of a table that a worker's stream lets through; each row once. */
  const records = async (table: string, { on }: WorkerSpec) => {
    const { Items = [] } = await shop.ports.dynamo.send(new ScanCommand({ TableName: shop.ports.table(table) }));
    const news = Items.filter((item) => !seen.has(`${table}/${item['id']?.S}`));
    for (const item of news) seen.add(`${table}/${item['id']?.S}`);
    const passes = compileFilters('stream' in on ? on.where : [], table);
    return news.map((NewImage) => ({ eventName: 'INSERT', dynamodb: { NewImage } })).filter(passes);
  };
  const run = async (worker: keyof typeof started, found: object[]): Promise<void> => {
    const event = { Records: found };
    const done = await started[worker](event, {} as Context);
    if (done.batchItemFailures.length > 0) throw new Error(`${worker} failed`);
  };
  return {
    receive,
    settleRecords: () => records('payments.events', payments.workers.settle),
    mailRecords: () => records('mail.outbox', mail.workers.deliver),
    run,
  };
};

/** Opens a shop in a world in which the cost of each step of an order is measured. */
export const openOrderFlow = async (world: World) => {
  const calls = { paypal: 0, kms: 0 };
  const counting: typeof fetch = (to, init) => {
    if (!new Request(to).url.includes('/oauth2/')) calls.paypal += 1;
    return fetch(to, init);
  };
  const shop = await world.shop({ fetch: counting });
  const { generate, open } = shop.ports.keys;
  Object.assign(shop.ports.keys, {
    generate: (...given: Parameters<typeof generate>) => ((calls.kms += 1), generate(...given)),
    open: (...given: Parameters<typeof open>) => ((calls.kms += 1), open(...given)),
  });
  const back = await backOf(shop, world.paypalUrl);
  const costs: StepCost[] = [];

  /** Measures a step; what it returns is what `run` does. */
  const step = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const before = { ...calls };
    let result: T | undefined;
    const { stage } = shop.ports.settings;
    const cost = await databaseCostOf(world.dynamo.client, stage, async () => void (result = await run()));
    costs.push({
      step: name,
      wru: sum(cost.writes),
      rru: cost.reads,
      requests: cost.requests,
      paypal: calls.paypal - before.paypal,
      kms: calls.kms - before.kms,
    });
    return result as T;
  };
  /** Runs a worker once for the records that its stream lets through: an invocation, if there are any. */
  const stream = async (name: 'settle' | 'deliver', found: object[]): Promise<void> => {
    if (found.length > 0) await step(`invocation: ${name}`, () => back.run(name, found));
  };
  const event = async (type: string, resource: object): Promise<void> => {
    await step(`invocation: webhook ${type}`, () => back.receive(type, resource));
  };
  return { shop, back, costs, step, stream, event };
};
