import type { Call, Reply } from 'local-cloud/stand-in';
import type { Api } from './api.ts';
import { answerApproval } from './approval-page.ts';
import type { Chain } from './certificates.ts';
import { answerControl } from './controls.ts';
import type { Courier } from './courier.ts';
import type { Desk } from './desk.ts';
import { debugId } from './ids.ts';
import { page } from './page.ts';
import { paypalJson } from './paypal-json.ts';
import { refuseStatus } from './refusals.ts';
import { sweepOnce } from './sweep.ts';

const certificates = '/v1/notifications/certs/';

const frontPage = `<p>The shop talks to this in place of PayPal's API. For people there are</p>
<ul><li><a href="/_orders">the orders</a></li><li><a href="/_deliveries">the webhooks delivered</a></li>
<li><a href="/_faults">the faults that are set</a></li></ul>`;

/** Leads a call to the API, the certificate, the approval page or the controls; any other path is PayPal's 404. */
export const dispatch = async (
  { desk, courier, api, chain }: { desk: Desk; courier: Courier; api: Api; chain: Chain },
  call: Call,
): Promise<Reply> => {
  const { path } = call;
  if (call.body === undefined) return paypalJson(413, refuseStatus(413).body);
  if (path === `${certificates}${chain.name}` && call.method === 'GET') {
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: chain.leafPem };
  }
  if (path.startsWith(certificates)) return unknown(desk);
  if (path.startsWith('/v1/') || path.startsWith('/v2/')) return api.answer(call);
  if (path === '/checkoutnow') return answerApproval(desk, courier, call);
  if (path.startsWith('/_')) return answerControl(desk, courier, call, () => sweepOnce(desk, courier));
  return path === '/' && call.method === 'GET' ? page(200, 'A stand-in for PayPal', frontPage) : unknown(desk);
};

const unknown = (desk: Desk): Reply => {
  return paypalJson(404, { ...refuseStatus(404).body, details: [], debug_id: debugId(desk.ports.random) });
};
