import type { Problems, ProblemSlug } from '../http/problem.ts';
import type { Auth, RouteSpec, TokenSpec } from './route.ts';
import type { TableSpec } from './table.ts';
import type { Offers } from './uses.ts';
import type { WorkerSpec } from './worker.ts';

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
