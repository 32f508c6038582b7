import type { Context, ContextSpec } from '../../functions/kit/contract/contract.ts';
import { sender, type Send } from '../../tools/operator/http.ts';
import { call, httpEvent } from './http.ts';

/** A context and the Lambda handler of its routes of one audience. */
export type Served = { context: Context<ContextSpec>; handler: unknown };

const matching = (at: string, method: string, path: string): Record<string, string> | undefined => {
  const [of, template = ''] = at.split(' ');
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
  if (of !== method || !values) return undefined;
  return Object.fromEntries(names.map((name, n) => [name, decodeURIComponent(values[n + 1] ?? '')]));
};

/** What sends requests to handlers in process, by the routes of their contracts, as the operator's program does over HTTP. */
export const sendTo = (served: readonly Served[]): Send => {
  const fetch = async (target: string | URL | Request, { method = 'GET', body, headers }: RequestInit = {}) => {
    const url = new URL(target instanceof Request ? target.url : target);
    for (const { context, handler } of served)
      for (const { at } of Object.values(context.routes ?? {})) {
        const path = matching(at, method, url.pathname);
        if (!path) continue;
        const query = Object.fromEntries(url.searchParams);
        const sent = { path, query, headers: headers as Record<string, string>, ...(body && { body }) };
        const answer = await call(handler, httpEvent(at, sent));
        return new Response(JSON.stringify(answer.body), { status: answer.status });
      }
    throw new Error(`no route for ${method} ${url.pathname}`);
  };
  return sender('http://api.example', { fetch, pause: async () => undefined });
};
