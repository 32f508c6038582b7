import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { RouteSpec } from '../../contract/route.ts';
import type { Refusal } from '../../value/result.ts';
import type { Identity } from '../auth/check.ts';
import type { Request } from '../types.ts';

export type Event = APIGatewayProxyEventV2;

/** What API Gateway gets. */
export type Result = APIGatewayProxyStructuredResultV2;

/** What a handler returns: a body, or a refusal. */
export type Outcome = ({ body: unknown; accepted?: boolean; page?: string } | Refusal<string>) & {
  headers?: Record<string, string>;
  cookies?: readonly string[];
  said?: Readonly<Record<string, string>>;
};

/** A route with its handler. */
export type Served = { spec: RouteSpec; handle: (request: Request, ports: unknown) => Promise<Outcome> };

/** What the middlewares have found out about a call, each after those before it. */
export type Call = Served & { identity: Identity; request: Request };

/** Lambda's context, and the call; without it no route has been found. */
export type CallContext = Context & { call?: Call };

/** A middleware of `serve`. */
export type Middleware = MiddlewareObj<Event, unknown, Error, CallContext>;

/** Returns what is known of the call; throws when no route has been found. */
export const callOf = ({ call }: CallContext): Call => {
  if (!call) throw new Error('the call has no route');
  return call;
};
