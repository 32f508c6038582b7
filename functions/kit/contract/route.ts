import type * as z from 'zod/mini';
import type { Uses } from './uses.ts';

/** What a `buyer` shows: the header with the token, and the purpose that it was signed for; its subject is the path's `id`. */
export type TokenSpec = { header: string; purpose: string };

/** The groups of staff; none implies another. */
export const staffGroups = ['support', 'fulfilment', 'marketing', 'privacy', 'admin'] as const;
export type StaffGroup = (typeof staffGroups)[number];

/**
 * Who may call a route. `staff:any` is whoever is staff, in whatever group. `buyer` is whoever holds a token that was signed for the very thing in the path, or a customer: the
 * handler then checks that the thing is the customer's. `signed-link` is whoever has a link that the shop mailed: its token says all, and
 * mail programs send no Origin.
 */
export type Auth =
  | 'public'
  | 'visitor'
  | 'customer'
  | 'visitor-or-customer'
  | 'buyer'
  | 'signed-webhook'
  | 'signed-link'
  | `staff:${StaffGroup | 'any'}`;

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
export type Schema = z.core.$ZodType;

export type RouteSpec = {
  /** Method and path template; `$default` takes what no other route does. */
  at: `${Method} /${string}` | '$default';
  auth: Auth;
  /** The token of a `buyer` route. */
  token?: TokenSpec;
  /** States beside `active` in which a customer may call it; without it a deactivated customer is refused. */
  states?: readonly ['deactivated'];
  summary: string;
  /** Cookies that the handler reads; it sees no other. */
  cookies?: readonly `__Host-${string}`[];
  path?: Schema;
  /** Parameters that it does not name are ignored. */
  query?: z.core.$ZodObject;
  body?: Schema;
  /**
   * Media type of the body, where it is another than JSON. Of `text/csv`, `body` is the schema of the text; of `form` (urlencoded or
   * multipart) that of lists of texts by name, and names that it does not declare are ignored.
   */
  media?: 'text/csv' | 'form';
  returns: Schema;
  /** Status of the good response; 200 where it is absent. */
  status?: 200 | 201 | 202;
  /** Whether it may also return 202: what was asked for is yet to come, such as a mail with a code. */
  accepts?: true;
  /** Milliseconds in which it responds, where that may be longer than `usualDeadline`; it holds for its whole function. */
  deadline?: number;
  /** Whether the header Idempotency-Key must come with the request. */
  idempotencyKey?: 'required';
  /** Problems that its handler may refuse with: of its context or of the kit. */
  problems?: readonly string[];
  uses: Uses;
};

/** Returns whether a route asks who has signed in: with the access token of a customer or of staff. */
export const asksForSession = ({ auth }: Pick<RouteSpec, 'auth'>): boolean =>
  auth.startsWith('staff:') || auth === 'customer' || auth === 'visitor-or-customer' || auth === 'buyer';

/**
 * Returns the keys under which API Gateway finds a route: an HTTP API does not make HEAD of GET, so that it is a key
 * of its own.
 */
export const routeKeysOf = ({ at }: Pick<RouteSpec, 'at'>): string[] =>
  at.startsWith('GET ') ? [at, at.replace('GET', 'HEAD')] : [at];

/** The form of the header Idempotency-Key: 1 to 64 printable ASCII characters. */
export const idempotencyKeyForm = /^[\x20-\x7e]{1,64}$/;

/** Seconds after which Lambda ends a function behind routes; `serve` responds long before. */
export const apiTimeout = 10;

/** Milliseconds after which a call that has no response yet gets a 503. */
export const usualDeadline = 4500;

/** The cookie of a visitor's session. */
export const sessionCookieName = '__Host-session';

/** Longest request body that is read, in bytes; one byte more is a 413. */
export const maxBodyBytes = 64 * 1024;
