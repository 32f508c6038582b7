import { readCapture } from './captures.ts';
import { captureOrder, createOrder, readOrder } from './orders.ts';
import { acceptClaim, listDisputes, provideEvidence, readDispute } from './disputes.ts';
import { listEvents, readEvent, resendEvent } from './event-list.ts';
import { readRefund, refundCapture } from './refunds.ts';
import type { Outcome } from './outcomes.ts';
import { verifyWebhook } from './signing.ts';
import type { Request, StandIn } from './stand-in.ts';
import { issueToken } from './tokens.ts';
import { searchTransactions } from './transactions.ts';
import { deletePaymentToken, readPaymentToken } from './vault.ts';

export type Route = {
  at: string;
  run: (paypal: StandIn, request: Request) => Outcome;
  /** How long a PayPal-Request-Id is kept, where the call honours one. */
  keptMs?: number;
  /** The call that gives out tokens has none, and its body is a form. */
  isTokenCall?: true;
  /** The call takes a form of several parts too, of which `input` is JSON. */
  takesParts?: true;
  /** The faults by which it finds nothing, is cut off when it has been done, and responds late. */
  hidden?: 'hideOrder' | 'hideCapture' | 'hideCaptureCall';
  dropped?: 'dropAfterCreate' | 'dropAfterCapture' | 'dropAfterRefund' | 'dropAfterEvidence';
  delayed?: 'createAnswerDelayMs';
};

const hour = 3_600_000;
const orders = '/v2/checkout/orders';
const disputes = 'GET /v1/customer/disputes';

/** The API, as far as the shop calls it. */
const routes: Route[] = [
  { at: 'POST /v1/oauth2/token', run: issueToken, isTokenCall: true },
  {
    at: `POST ${orders}`,
    run: createOrder,
    keptMs: 6 * hour,
    dropped: 'dropAfterCreate',
    delayed: 'createAnswerDelayMs',
  },
  { at: `GET ${orders}/{id}`, run: readOrder, hidden: 'hideOrder' },
  {
    at: `POST ${orders}/{id}/capture`,
    run: captureOrder,
    keptMs: 6 * hour,
    hidden: 'hideCaptureCall',
    dropped: 'dropAfterCapture',
  },
  { at: 'GET /v2/payments/captures/{id}', run: readCapture, hidden: 'hideCapture' },
  {
    at: 'POST /v2/payments/captures/{id}/refund',
    run: refundCapture,
    keptMs: 45 * 24 * hour,
    dropped: 'dropAfterRefund',
  },
  { at: 'GET /v2/payments/refunds/{id}', run: readRefund },
  { at: 'GET /v3/vault/payment-tokens/{id}', run: readPaymentToken },
  { at: 'DELETE /v3/vault/payment-tokens/{id}', run: deletePaymentToken },
  { at: 'POST /v1/notifications/verify-webhook-signature', run: verifyWebhook },
  { at: 'GET /v1/notifications/webhooks-events', run: listEvents },
  { at: 'GET /v1/notifications/webhooks-events/{id}', run: readEvent },
  { at: 'POST /v1/notifications/webhooks-events/{id}/resend', run: resendEvent },
  { at: disputes, run: listDisputes },
  { at: `${disputes}/{id}`, run: readDispute },
  {
    at: `${disputes.replace('GET', 'POST')}/{id}/provide-evidence`,
    run: provideEvidence,
    takesParts: true,
    dropped: 'dropAfterEvidence',
  },
  {
    at: `${disputes.replace('GET', 'POST')}/{id}/accept-claim`,
    run: acceptClaim,
    takesParts: true,
    dropped: 'dropAfterEvidence',
  },
  { at: 'GET /v1/reporting/transactions', run: searchTransactions },
];

const patterns = routes.map((route) => {
  const [method, path = ''] = route.at.split(' ');
  return { route, method, path: new RegExp(`^${path.replace('{id}', '([^/]+)')}$`) };
});

/** Returns the route of a call and the id in its path, or the status that refuses it: 404, or 405 for a path known otherwise. */
export const routeOf = (method: string, path: string): { route: Route; id: string } | 404 | 405 => {
  const here = patterns.filter((pattern) => pattern.path.test(path));
  const found = here.find((pattern) => pattern.method === method);
  if (found === undefined) return here.length === 0 ? 404 : 405;
  return { route: found.route, id: found.path.exec(path)?.[1] ?? '' };
};
