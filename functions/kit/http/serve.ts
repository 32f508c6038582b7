import * as z from 'zod/mini';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { routeKeysOf, type Context, type ContextSpec, type RouteSpec } from '../contract/contract.ts';
import { headOf, json, problem } from './answer.ts';
import { checkOf } from './auth/authorize.ts';
import { askedFor, bodyBytes, scrub } from './event.ts';
import { fromOwnOrigin } from './origin.ts';
import { parseRequest, Refused } from './parse.ts';
import type { Request, Routes, ServePorts } from './types.ts';
import { lambda } from '../work/lambda.ts';
import { errorFields } from '../log.ts';
import { Unavailable, type ProblemSlug } from './problem.ts';
import { isRefusal, type Refusal } from '../value/result.ts';
import { isUnavailable } from '../store/unavailable.ts';

type Result = APIGatewayProxyStructuredResultV2;
type AnyHandler = (
  request: Request,
  ports: unknown,
) => Promise<({ body: unknown } | Refusal<ProblemSlug>) & { headers?: Record<string, string> }>;
type Served = { spec: RouteSpec; handle: AnyHandler };

/** The answer to everything comes within five seconds: past this a 503 goes out, and every step can be run again. */
const deadline = 4_500;

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable('deadline')), deadline);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const answer = async (
  served: Served,
  event: APIGatewayProxyEventV2,
  instance: string,
  ports: ServePorts,
): Promise<Result> => {
  const { spec, handle } = served;
  if (!fromOwnOrigin(event, spec, ports.settings.origin)) throw new Refused('foreign-origin');
  const { visitor, cookies } = await checkOf(spec.auth)(event, ports);
  const bytes = bodyBytes(event);
  const parts = parseRequest(spec, event, bytes);
  const signed = spec.auth === 'signed-webhook' ? { bytes, headers: event.headers } : undefined;
  const asked = spec.at === '$default' ? askedFor(event) : undefined;
  const result = await handle({ ...parts, visitor, signed, asked, route: spec.at } as Request, ports);
  const made = isRefusal(result)
    ? problem(result.refused, instance, undefined, result.headers)
    : json(spec.status ?? 200, z.parse(spec.returns, result.body), result.headers);
  return { ...made, ...(cookies.length > 0 && { cookies }) };
};

const failed = (error: unknown, route: string, instance: string, ports: ServePorts): Result => {
  if (error instanceof Refused) return problem(error.slug, instance, error.errors);
  const down = isUnavailable(error);
  ports.log[down ? 'warn' : 'error']('request failed', { route, request: instance, ...errorFields(error) });
  return problem(down ? 'unavailable' : 'internal-error', instance);
};

/**
 * The Lambda handler of a context's routes (HTTP API, payload 2.0). Parses what comes in and what goes out by the
 * contract; every failure becomes one problem of the catalogue, and no input makes a 5xx.
 */
export const serve = <D extends ContextSpec, P extends ServePorts>(
  context: Context<D>,
  routes: Routes<D, P>,
  ports: P,
) => {
  const table = new Map<string, Served>(
    Object.entries(context.routes ?? {}).flatMap(([name, spec]) => {
      const served = { spec, handle: (routes as Record<string, unknown>)[name] as AnyHandler };
      return routeKeysOf(spec).map((key) => [key, served] as const);
    }),
  );
  const respond = async (event: APIGatewayProxyEventV2, instance: string): Promise<Result> => {
    const served = table.get(event.routeKey);
    if (!served) return problem('not-found', instance);
    const route = served.spec.at;
    const result = await inTime(answer(served, event, instance, ports)).catch((error: unknown) =>
      failed(error, route, instance, ports),
    );
    ports.log.info('answered', { route, request: instance, status: result.statusCode ?? 200 });
    return result;
  };
  return lambda<APIGatewayProxyEventV2, Result>()
    .use({ before: ({ event }) => scrub(event) })
    .handler(async (event, { awsRequestId }) => {
      const result = await respond(event, awsRequestId);
      return event.requestContext.http.method === 'HEAD' ? headOf(result) : result;
    });
};
