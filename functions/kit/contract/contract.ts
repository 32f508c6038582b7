import type * as z from 'zod/mini';
import type { Problems, ProblemSlug } from '../http/problem.ts';
import type { Fields, Kept } from './held.ts';

/**
 * What a table may hold. It decides encryption, backups and the data inventory: `person-keys` are kept out of
 * point-in-time recovery, so that deleting a person's key makes every backup of that person unreadable. `batch-keys` open
 * PINs that were paid for; they are backed up like money.
 */
export type Holds = 'nothing-personal' | 'pseudonyms' | 'personal-data' | 'person-keys' | 'batch-keys';

export type IndexSpec = { key: string; sort?: string; numericSort?: true; project?: readonly string[] };

export type TableSpec = {
  key: string;
  sort?: string;
  /** Attribute with the expiry in epoch seconds. */
  expires?: string;
  stream?: 'new';
  holds: Holds;
  /** What the rows are for, and for how long they are kept: sentences of the data inventory. */
  why?: string;
  kept?: Kept;
  /** How every attribute is kept; a test walks the rows and misses none. */
  fields?: Fields;
  indexes?: Record<string, IndexSpec>;
};

/**
 * Actions by resource of the context itself: a table (`carts`), an index (`pins/free`), a key (`kms:contact`), or the
 * sending identity (`ses:identity`). A context names no table but its own.
 */
export type Needs = Record<string, readonly string[]>;

/**
 * What a route, a worker or an offer uses: offers of the context itself and of contexts below it (`pins.hold`), secrets
 * (`secret:paypal`), workers to wake (`wake:mail.sweep`), ports that a context makes (`port:paypal`: its `port.ts`), and
 * resources of its own with their actions.
 */
export type Uses = readonly (string | Needs)[];

/** Permissions that a context gives by name, one a function of its `public.ts`, in the same order. */
export type Offers = Record<string, Uses>;

/** What a `buyer` shows: the header with the token, and the purpose that it was signed for; its subject is the path's `id`. */
export type TokenSpec = { header: string; purpose: string };

/** The groups of staff; none implies another. */
export const staffGroups = ['support', 'fulfilment', 'marketing', 'privacy', 'admin'] as const;
export type StaffGroup = (typeof staffGroups)[number];

/**
 * Who may call a route. `staff:any` is whoever is staff, in whatever group. `buyer` is whoever holds a token that was signed for the very thing in the path, or a customer: the
 * handler then checks that the thing is the customer's.
 */
export type Auth =
  | 'public'
  | 'visitor'
  | 'customer'
  | 'visitor-or-customer'
  | 'buyer'
  | 'signed-webhook'
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
  /** Media type of the body, where it is another than JSON; `body` is the schema of its text then. */
  media?: 'text/csv';
  returns: Schema;
  /** Status of the good response; 200 where it is absent. */
  status?: 200 | 201 | 202;
  /** Whether it may also return 202: what was asked for is yet to come, such as a mail with a code. */
  accepts?: true;
  /** Whether the header Idempotency-Key must come with the request. */
  idempotencyKey?: 'required';
  /** Problems that its handler may refuse with: of its context or of the kit. */
  problems?: readonly string[];
  uses: Uses;
};

export type StreamTrigger = { stream: string; where: readonly object[]; batch?: number };
export type ScheduleTrigger = { every: `${number} minutes` };

/**
 * Run by whoever uses `wake:<context>.<worker>`, with the payload that it sends. Lambda tries again twice within five
 * minutes and then drops the payload: nothing may hang on it alone.
 */
export type InvokedTrigger = { invoked: true };
export type Trigger = StreamTrigger | ScheduleTrigger | InvokedTrigger;

export type WorkerSpec = { on: Trigger; summary: string; timeout: number; uses: Uses };

export type ContextSpec = {
  /** Problems of its routes by slug; one that a context below declares is taken from that one's contract. */
  problems?: Problems;
  tables?: Record<string, TableSpec>;
  offers?: Offers;
  routes?: Record<string, RouteSpec>;
  workers?: Record<string, WorkerSpec>;
};

export type Context<D extends ContextSpec = ContextSpec> = D & { readonly name: string };

/** Kinds of access with which a customer may come. */
type WithCustomer = 'customer' | 'visitor-or-customer' | 'buyer';

/**
 * Routes that name only problems of their context and of the kit, a token where there is a buyer, and states where there may
 * be a customer.
 */
type Consistent<D extends ContextSpec> = {
  routes?: {
    [K in keyof D['routes']]: { problems?: readonly (keyof D['problems'] | ProblemSlug)[] } & (
      | { auth: 'buyer'; token: TokenSpec; states?: readonly ['deactivated'] }
      | { auth: 'customer' | 'visitor-or-customer'; token?: undefined; states?: readonly ['deactivated'] }
      | { auth: Exclude<Auth, WithCustomer>; token?: undefined; states?: undefined }
    );
  };
};

/** Declares a context: a plain value from which routes, validation, OpenAPI, grants and tables are derived. */
export const context = <const D extends ContextSpec>(name: string, spec: D & Consistent<D>): Context<D> => ({
  ...spec,
  name,
});

/** Returns the qualified name of a table: `carts` of the cart context is `cart.carts`; a name with a dot is whole already. */
export const qualified = (contextName: string, table: string): string =>
  table.includes('.') ? table : `${contextName}.${table}`;

/** Returns the physical name of a table in a stage: `cart.carts` in dev is `candor-dev-cart-carts`. */
export const tableName = (stage: string, qualifiedTable: string): string =>
  `candor-${stage}-${qualifiedTable.replace('.', '-')}`;

/** Returns the physical name of a function in a stage; a worker is also named as in `uses` (`mail.sweep`). */
export const functionName = (stage: string, name: string): string => `candor-${stage}-${name.replace('.', '-')}`;

/** Returns the alias of the KMS key that wraps every data key of a stage; what a data key is for is in its encryption context. */
export const keyAlias = (stage: string): string => `alias/candor-${stage}`;

/** The keys of that context, these two and no others; `subject` is the random id of the data key's row. */
export const encryptionContextKeys = ['purpose', 'subject'] as const;

/** Returns the SSM parameter (JSON, in a SecureString where it is secret) that a need or a port calls by its short name. */
export const secretName = (stage: string, secret: string): string => `/candor/${stage}/${secret}`;

/** Returns true for triggers by a table's stream. */
export const isStream = (on: Trigger): on is StreamTrigger => 'stream' in on;

/** Returns true for triggers by the clock. */
export const isSchedule = (on: Trigger): on is ScheduleTrigger => 'every' in on;

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

/** The cookie of a visitor's session. */
export const sessionCookieName = '__Host-session';

/** Longest request body that is read, in bytes; one byte more is a 413. */
export const maxBodyBytes = 64 * 1024;
