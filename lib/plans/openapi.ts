import * as z from 'zod/mini';
import {
  idempotencyKeyForm,
  type Context,
  type RouteSpec,
  type Schema,
} from '../../functions/kit/contract/contract.ts';
import { problems, type ProblemSlug } from '../../functions/kit/http/problem.ts';

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

const security: Record<RouteSpec['auth'], Json[]> = {
  public: [],
  visitor: [{}, { session: [] }],
  'visitor-or-customer': [{}, { session: [] }],
  buyer: [{ orderToken: [] }],
  'signed-webhook': [],
};

/** What can go wrong with a route, by its declaration and by its form. */
const slugsOf = (route: RouteSpec): ProblemSlug[] => {
  const changes = !route.at.startsWith('GET ') && route.auth !== 'signed-webhook';
  const implied: (ProblemSlug | false)[] = [
    route.auth !== 'signed-webhook' && 'invalid-request',
    route.body !== undefined && 'malformed-json',
    route.body !== undefined && 'unsupported-media-type',
    route.body !== undefined && 'body-too-large',
    changes && 'foreign-origin',
    route.auth === 'visitor-or-customer' && 'unauthorized',
    route.auth === 'buyer' && 'not-found',
    route.idempotencyKey === 'required' && 'idempotency-key-required',
    'invalid-idempotency-key',
    'unavailable',
  ];
  return [...new Set([...(route.problems ?? []), ...implied.filter((slug) => slug !== false)])];
};

const problemResponses = (route: RouteSpec): Json => {
  const byStatus = Map.groupBy(slugsOf(route), (slug) => String(problems[slug].status));
  return Object.fromEntries(
    [...byStatus].sort().map(([status, slugs]) => [
      status,
      {
        description: slugs.map((slug) => `\`${slug}\`: ${problems[slug].title}`).join('\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const operation = (context: Context, name: string, route: RouteSpec): Json => ({
  operationId: name,
  tags: [context.name],
  summary: route.summary,
  security: security[route.auth],
  parameters: [...parameters(route.path, 'path'), ...parameters(route.query, 'query'), ...headers(route)],
  ...(route.body && {
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
  }),
  responses: {
    [String(route.status ?? 200)]: {
      description: 'The answer.',
      content: { 'application/json': { schema: schemaOf(route.returns, 'output') } },
    },
    ...problemResponses(route),
  },
});

/** The OpenAPI 3.1 document of all contexts: generated, never edited. */
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
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        orderToken: { type: 'apiKey', in: 'header', name: 'Order-Token' },
      },
    },
  };
};
