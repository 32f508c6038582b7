import type * as z from 'zod/mini';
import type { ContextSpec } from '../contract/contract.ts';
import type { RouteSpec, Schema } from '../contract/route.ts';
import type { Secrets } from '../crypto/secrets.ts';
import type { Ports } from '../ports.ts';
import type { Refusal } from '../value/result.ts';
import type { Customer, Sessions, Staff } from './session.ts';

/** What serving a route may need of the ports. */
export type ServePorts = Ports & { secrets?: Secrets; sessions?: Sessions };

/** The customer who calls: always there on a `customer` route, perhaps where others may come too. */
type CustomerOf<R extends RouteSpec> = R['auth'] extends 'customer'
  ? Customer
  : R['auth'] extends 'visitor-or-customer' | 'buyer'
    ? Customer | undefined
    : undefined;

type Out<S> = S extends Schema ? z.core.output<S> : undefined;

/** What a handler sees of a request: declared, parsed fields, and nothing else. */
export type Request<R extends RouteSpec = RouteSpec> = {
  path: Out<R['path']>;
  query: Out<R['query']>;
  body: Out<R['body']>;
  /** A keyed-off id of the visitor's session or of the customer's person, never the cookie itself; empty on routes without a visitor. */
  visitor: string;
  customer: CustomerOf<R>;
  /** The member of staff who calls: present on `staff` routes only. */
  staff: R['auth'] extends `staff:${string}` ? Staff : undefined;
  /** The declared cookies that came with the request. */
  cookies: Readonly<Record<string, string | undefined>>;
  /** Whether the browser says by `Sec-GPC` that its user wants no data sold or shared (Global Privacy Control). */
  privacyControl: boolean;
  /** Whether a browser sent it: each says by Sec-Fetch-Site whose page did, and no page can hinder it. */
  isFromBrowser: boolean;
  idempotencyKey: R['idempotencyKey'] extends 'required' ? string : string | undefined;
  /** Method, path template. */
  route: string;
  /** Raw bytes and headers: present on `signed-webhook` routes only. */
  signed: R['auth'] extends 'signed-webhook'
    ? { bytes: Uint8Array; headers: Record<string, string | undefined> }
    : undefined;
  /** What the request was for, without the stage: present on `$default` only. */
  target: R['at'] extends '$default' ? { method: string; path: string } : undefined;
};

/** A good response. The body is parsed against `returns`, so that only declared fields go out. */
export type RouteResponse<R extends RouteSpec = RouteSpec> = {
  body: z.core.input<R['returns']>;
  /** The same as a page of HTML, for whoever asks for one by Accept. */
  page?: string;
  headers?: Record<string, string>;
  /** Cookies to be set, whole. */
  cookies?: readonly string[];
  /** That what was asked for is yet to come (202), on a route that `accepts`. */
  accepted?: R['accepts'] extends true ? boolean : undefined;
};

type Problems<R extends RouteSpec> = R['problems'] extends readonly (infer S extends string)[] ? S : never;

/** One route's handler: a response, or a refusal that the route declares (`not-found` may always be said). */
export type RouteHandler<R extends RouteSpec, P> = (
  request: Request<R>,
  ports: P,
) => Promise<
  | RouteResponse<R>
  | (Refusal<Problems<R> | 'not-found'> & {
      headers?: Record<string, string>;
      cookies?: readonly string[];
      /** Members of the problem, of those that it declares. */
      said?: Readonly<Record<string, string>>;
    })
>;

type OfStaff = { auth: `staff:${string}` };

/** A handler for every route of a context that is not for staff: its `routes.ts`. */
export type Routes<D extends ContextSpec, P = Ports> = {
  [K in keyof D['routes'] as D['routes'][K] extends OfStaff ? never : K]: D['routes'][K] extends RouteSpec
    ? RouteHandler<D['routes'][K], P>
    : never;
};

/** A handler for every route of a context that is for staff: its `staff-routes.ts`. */
export type StaffRoutes<D extends ContextSpec, P = Ports> = {
  [K in keyof D['routes'] as D['routes'][K] extends OfStaff ? K : never]: D['routes'][K] extends RouteSpec
    ? RouteHandler<D['routes'][K], P>
    : never;
};
