import * as z from 'zod/mini';
import type { RouteSpec } from '../../functions/kit/contract/route.ts';
import { Refused, type Send } from './http.ts';
import { Mistake } from './mistake.ts';

/** What goes with a request: values for the path and the query, a body, and a key under which it may be sent again. */
export type Parts = {
  path?: Record<string, string>;
  query?: Record<string, string | undefined>;
  body?: unknown;
  key?: string;
};

/** Asks a route of a contract and returns its answer, parsed. */
export type Ask = <R extends RouteSpec>(route: R, parts?: Parts) => Promise<z.core.output<R['returns']>>;

/** Returns an access token for a group of staff. */
export type Tokens = (group: string) => Promise<string>;

const pathOf = (template: string, path: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));

const queryOf = (query: Record<string, string | undefined>): string => {
  const set = Object.entries(query).filter((each): each is [string, string] => each[1] !== undefined);
  return set.length > 0 ? `?${new URLSearchParams(set).toString()}` : '';
};

/** Why a route said no, for the operator; what has no better sentence keeps the API's own. */
const explained = (error: unknown, group: string): unknown => {
  if (!(error instanceof Refused)) return error;
  if (error.status === 401) return new Mistake('You are not signed in: npm run operator -- sign-in.');
  if (error.type === '/problems/forbidden')
    return new Mistake(`This is for the group ${group}, and you are not in it.`);
  return new Mistake(error.sentence);
};

/** Returns what asks the routes of contracts: method, path, group and the form of the answer are the contract's own. */
export const asker =
  (send: Send, tokens: Tokens): Ask =>
  async (route, { path = {}, query = {}, body, key } = {}) => {
    const [method = '', template = ''] = route.at.split(' ');
    const group = route.auth.replace('staff:', '');
    const text = body === undefined || route.media ? (body as string | undefined) : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${await tokens(group)}`,
      ...(text !== undefined && { 'content-type': route.media ?? 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const sent = { method, path: `${pathOf(template, path)}${queryOf(query)}`, body: text, headers };
    const { body: answer } = await send(sent).catch((error: unknown) => {
      throw explained(error, group);
    });
    return z.parse(route.returns, answer) as never;
  };
