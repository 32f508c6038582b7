import { Faults, serve, type Call, type Part, type Reply } from 'local-cloud/stand-in';
import { apiOf } from './api.ts';
import { approvalPage } from './approval-page.ts';
import { openChain } from './certificates.ts';
import { control } from './controls.ts';
import { watchTime } from './due.ts';
import { faultNames, type PaypalFaults } from './faults.ts';
import { page } from './page.ts';
import { refuseStatus, responseOf } from './outcomes.ts';
import { certificatesPath } from './signing.ts';
import type { Settings, StandIn } from './stand-in.ts';
import { openState, type EventRow, type Row } from './state.ts';
import { webhookDelivery } from './webhook-delivery.ts';

/** A PayPal that runs; `anchorsPem` holds the intermediate and the root that its webhooks' leaf certificate chains to. */
export type RunningPaypal = Part & { url: string; anchorsPem: string; pending: () => boolean };

const frontPage = `<p>The shop talks to this in place of PayPal's API. For people there are</p>
<ul><li><a href="/_orders">the orders</a></li><li><a href="/_deliveries">the webhooks delivered</a></li>
<li><a href="/_faults">the faults that are set</a></li></ul>`;

/**
 * Starts a stand-in for PayPal's Orders, Payments and Webhooks APIs on 127.0.0.1. What it has responded to survives a killed
 * process in `dir`, one process at a time; faults do not. Rejects when the port is taken or the folder unreadable.
 */
export const startPaypal = async (
  settings: Settings,
  { now }: Pick<StandIn, 'now'> = { now: () => new Date() },
): Promise<RunningPaypal> => {
  const chain = await openChain(settings.dir, now());
  const state = openState(settings.dir, now().getTime());
  const commit = (rows: Row[]): void => {
    const deliveries = webhooks.deliveriesOf(rows);
    state.save(...rows, ...deliveries);
    webhooks.send(deliveries);
    time.note(rows);
  };
  const faults = new Faults<PaypalFaults>(faultNames);
  const resend = (event: EventRow): void => webhooks.resend(event);
  const paypal: StandIn = { settings, url: '', now, state, faults, chain, commit, resend };
  const webhooks = webhookDelivery(paypal);
  const time = watchTime(paypal);
  const closing = new AbortController();
  const api = apiOf(paypal, closing.signal);

  const respond = (call: Call): Promise<Reply> | Reply => {
    time.wake();
    const { path, method } = call;
    if (call.body === undefined) return responseOf(refuseStatus(413));
    if (path === `${certificatesPath}${chain.name}` && method === 'GET') {
      return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: chain.leafPem };
    }
    if (/^\/v\d\//.test(path)) return api(call);
    if (path === '/checkoutnow') return approvalPage(paypal, call);
    if (path.startsWith('/_')) return control(paypal, call, time.review);
    if (path === '/' && method === 'GET') return page(200, 'A stand-in for PayPal', frontPage);
    return responseOf(refuseStatus(404));
  };
  const failure = responseOf(refuseStatus(500));
  const server = await serve({ port: settings.port, largestBody: 1_048_576, answer: respond, failure }).catch(
    (error: unknown) => {
      state.close();
      throw error;
    },
  );
  paypal.url = server.url;
  webhooks.resume();
  time.note([...state.rows('order'), ...state.rows('capture')]);
  const close = async (): Promise<void> => {
    closing.abort();
    time.close();
    webhooks.close();
    await server.close();
    state.close();
  };
  const anchorsPem = `${chain.intermediatePem}\n${chain.rootPem}\n`;
  return { name: 'paypal', url: server.url, anchorsPem, pending: () => state.rows('pending').length > 0, close };
};
