import * as z from 'zod/mini';
import type { Context } from '../../functions/kit/contract/contract.ts';
import {
  asksForSession,
  idempotencyKeyForm,
  type RouteSpec,
  type Schema,
  type TokenSpec,
} from '../../functions/kit/contract/route.ts';
import { problemsOf, type ProblemSpec } from '../../functions/kit/http/problem.ts';
import { raisedFor } from '../../functions/kit/http/raises.ts';

type Json = Record<string, unknown>;

const Problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['at', 'is'], properties: { at: { type: 'string' }, is: { type: 'string' } } },
    },
  },
};

const schemaOf = (schema: Schema, io: 'input' | 'output'): Json => {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Json;
  return rest;
};

const parameters = (schema: Schema | undefined, place: 'path' | 'query'): Json[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
};

const header = (name: string, required: boolean, schema: Json): Json => ({ name, in: 'header', required, schema });

const headers = (route: RouteSpec): Json[] => [
  ...(route.idempotencyKey
    ? [header('Idempotency-Key', true, { type: 'string', pattern: idempotencyKeyForm.source })]
    : []),
];

/** The name of a token's security scheme: `orderToken` for the purpose `order`. */
const schemeOf = ({ purpose }: TokenSpec): string => `${purpose}Token`;

const securityOf = ({ auth, token }: RouteSpec): Json[] => {
  const visitor = auth === 'visitor' || auth === 'visitor-or-customer' ? [{}, { session: [] }] : [];
  const shown = token ? [{ [schemeOf(token)]: [] }] : [];
  const signedIn = asksForSession({ auth }) ? [{ accessToken: [] }] : [];
  return [...visitor, ...shown, ...signedIn];
};

const tokenSchemes = (contexts: readonly Context[]): Json => {
  const tokens = contexts.flatMap(({ routes = {} }) => Object.values(routes).flatMap(({ token }) => token ?? []));
  return Object.fromEntries(
    tokens.map((token) => [schemeOf(token), { type: 'apiKey', in: 'header', name: token.header }]),
  );
};

/** What can go wrong with a route: what it declares, and what the middlewares before it raise. */
const slugsOf = (route: RouteSpec): string[] => [...new Set([...(route.problems ?? []), ...raisedFor(route)])];

const alsoSaid = (members: ProblemSpec['members'] = []): string =>
  members.length > 0 ? ` Also says ${members.map((name) => `\`${name}\``).join(', ')}.` : '';

const problemResponses = (context: Context, route: RouteSpec): Json => {
  const known = problemsOf(context);
  const specs = slugsOf(route).map((slug) => ({ slug, ...(known[slug] as ProblemSpec) }));
  return Object.fromEntries(
    [...Map.groupBy(specs, ({ status }) => String(status))].sort().map(([status, all]) => [
      status,
      {
        description: all.map(({ slug, title, members }) => `\`${slug}\`: ${title}${alsoSaid(members)}`).join('\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const mediaTypesOf = ({ media }: RouteSpec): string[] =>
  media === 'form' ? ['application/x-www-form-urlencoded', 'multipart/form-data'] : [media ?? 'application/json'];

const operation = (context: Context, name: string, route: RouteSpec): Json => ({
  operationId: name,
  tags: [context.name],
  summary: route.summary,
  security: securityOf(route),
  parameters: [...parameters(route.path, 'path'), ...parameters(route.query, 'query'), ...headers(route)],
  ...(route.body && {
    requestBody: {
      required: true,
      content: Object.fromEntries(
        mediaTypesOf(route).map((media) => [media, { schema: schemaOf(route.body as Schema, 'input') }]),
      ),
    },
  }),
  responses: {
    ...(route.accepts && {
      202: {
        description: 'What was asked for is yet to come.',
        content: { 'application/json': { schema: schemaOf(route.returns, 'output') } },
      },
    }),
    [String(route.status ?? 200)]: {
      description: 'The response.',
      content: { 'application/json': { schema: schemaOf(route.returns, 'output') } },
    },
    ...problemResponses(context, route),
  },
});

/** Returns the OpenAPI 3.1 document of all contexts: generated, never edited. */
export const openapiOf = (contexts: readonly Context[], version: string): Json => {
  const paths: Record<string, Json> = {};
  for (const context of contexts)
    for (const [name, route] of Object.entries(context.routes ?? {})) {
      const [method, path] = route.at.split(' ') as [string, string | undefined];
      if (path) paths[path] = { ...paths[path], [method.toLowerCase()]: operation(context, name, route) };
    }
  return {
    openapi: '3.1.0',
    info: { title: 'Candor', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/api' }],
    paths,
    components: {
      schemas: { Problem },
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        ...tokenSchemes(contexts),
      },
    },
  };
};
