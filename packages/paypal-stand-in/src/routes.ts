import { captureOrder, readCapture } from './captures.ts';
import type { Chain } from './certificates.ts';
import type { Desk } from './desk.ts';
import { createOrder, readOrder, type Prefer } from './orders.ts';
import { refundCapture, readRefund } from './refunds.ts';
import type { Outcome } from './refusals.ts';
import { keptFor } from './request-ids.ts';
import { listTransactions } from './transactions.ts';
import { verifyWebhook } from './verify.ts';

/** What a route's function is given: the id from its path, its query, the body parsed and raw, and how much the caller wants back. */
export type Request = {
  id: string;
  body: unknown;
  raw: string;
  prefer: Prefer;
  chain: Chain;
  query: URLSearchParams;
};

export type Route = {
  name: 'create' | 'read' | 'capture' | 'refund' | 'verify' | 'search';
  method: 'GET' | 'POST';
  path: RegExp;
  /** How long a PayPal-Request-Id is kept, where the call honours one. */
  life?: number;
  run: (desk: Desk, request: Request) => Outcome;
};

/** The API, as far as the shop calls it; the token call stands apart, because it comes before all others. */
export const routes: Route[] = [
  {
    name: 'create',
    method: 'POST',
    path: /^\/v2\/checkout\/orders$/,
    life: keptFor.orders,
    run: (desk, { body, prefer }) => createOrder(desk, body, prefer),
  },
  {
    name: 'read',
    method: 'GET',
    path: /^\/v2\/checkout\/orders\/([^/]+)$/,
    run: (desk, { id }) => readOrder(desk, id),
  },
  {
    name: 'capture',
    method: 'POST',
    path: /^\/v2\/checkout\/orders\/([^/]+)\/capture$/,
    life: keptFor.orders,
    run: (desk, { id, prefer }) => captureOrder(desk, id, prefer),
  },
  {
    name: 'read',
    method: 'GET',
    path: /^\/v2\/payments\/captures\/([^/]+)$/,
    run: (desk, { id }) => readCapture(desk, id),
  },
  {
    name: 'refund',
    method: 'POST',
    path: /^\/v2\/payments\/captures\/([^/]+)\/refund$/,
    life: keptFor.payments,
    run: (desk, { id, body, prefer }) => refundCapture(desk, id, body, prefer),
  },
  {
    name: 'read',
    method: 'GET',
    path: /^\/v2\/payments\/refunds\/([^/]+)$/,
    run: (desk, { id }) => readRefund(desk, id),
  },
  {
    name: 'verify',
    method: 'POST',
    path: /^\/v1\/notifications\/verify-webhook-signature$/,
    run: (desk, { body, raw, chain }) => verifyWebhook(desk, chain, body, raw),
  },
  {
    name: 'search',
    method: 'GET',
    path: /^\/v1\/reporting\/transactions$/,
    run: (desk, { query }) => listTransactions(desk, query),
  },
];

/** The route of a call with the id in its path, or the status that refuses it: 404, or 405 for a path known otherwise. */
export const routeOf = (method: string, path: string): { route: Route; id: string } | 404 | 405 => {
  const here = routes.filter((route) => route.path.test(path));
  const route = here.find((candidate) => candidate.method === method);
  if (route === undefined) return here.length === 0 ? 404 : 405;
  return { route, id: route.path.exec(path)?.[1] ?? '' };
};
