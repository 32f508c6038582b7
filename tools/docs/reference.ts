import type { Context } from '../../functions/kit/contract/contract.ts';
import type { RouteSpec } from '../../functions/kit/contract/route.ts';
import type { TableSpec } from '../../functions/kit/contract/table.ts';
import type { Uses } from '../../functions/kit/contract/uses.ts';
import { isSchedule, isStream, isTopic } from '../../functions/kit/contract/worker.ts';
import { audienceOf, functionsOf, type FunctionPlan } from '../../lib/plans/functions.ts';
import { protectionOf, tablesOf } from '../../lib/plans/tables.ts';
import { code, codes, tableOf } from './markdown.ts';

const allUses = ({ offers = {}, routes = {}, workers = {} }: Context): Uses => [
  ...Object.values(offers).flat(),
  ...[...Object.values(routes), ...Object.values(workers)].flatMap(({ uses }) => uses),
];

/** Returns the context that a use names; of a secret none. */
const contextOf = (use: string): string | undefined => /^(?:port:|wake:)?([a-z]+)(?:\.|$)/.exec(use)?.[1];

/** Returns the contexts whose offers, ports, workers or streams a context takes, from the bottom up. */
const below = (contexts: readonly Context[], context: Context): string[] => {
  const streams = Object.values(context.workers ?? {}).map(({ on }) => (isStream(on) ? on.stream : ''));
  const named = [...allUses(context), ...streams].filter((use) => typeof use === 'string');
  const names = new Set(named.map(contextOf));
  return contexts.map(({ name }) => name).filter((name) => name !== context.name && names.has(name));
};

const contextsPart = (contexts: readonly Context[]): string =>
  tableOf(
    ['context', 'uses', 'offers'],
    contexts.map((context) => [
      `[${context.name}](../functions/${context.name}/README.md)`,
      below(contexts, context).join(', '),
      codes(Object.keys(context.offers ?? {})),
    ]),
  );

const keyOf = ({ key, sort }: { key: string; sort?: string }): string => codes(sort ? [key, sort] : [key]);

const indexesOf = ({ indexes = {} }: TableSpec): string =>
  Object.entries(indexes)
    .map(([name, index]) => {
      const more = index.project ? `with ${codes(index.project)}` : 'keys only';
      return `${code(name)}: ${keyOf(index)}${index.numericSort ? ' (number)' : ''}, ${more}`;
    })
    .join('; ');

const tablesPart = (contexts: readonly Context[]): string =>
  tableOf(
    ['table', 'key', 'indexes', 'expires by', 'stream', 'holds', 'encryption', 'point-in-time recovery'],
    tablesOf(contexts).map(({ name, spec }) => {
      const { managedKey, pointInTimeRecovery } = protectionOf(spec.holds);
      return [
        code(name),
        keyOf(spec),
        indexesOf(spec),
        spec.expires ? code(spec.expires) : '',
        spec.stream ?? '',
        spec.holds,
        managedKey ? 'AWS managed key' : 'AWS owned key',
        pointInTimeRecovery ? 'yes' : 'no',
      ];
    }),
  );

const triggerOf = ({ on }: FunctionPlan): string => {
  if (!on) return 'routes';
  if (isStream(on)) return `stream of ${code(on.stream)}`;
  if (isTopic(on)) return `topic ${code(on.topic)}`;
  return isSchedule(on) ? `every ${on.every}` : 'invocation';
};

const grantsOf = ({ needs }: FunctionPlan): string =>
  Object.entries(needs)
    .map(([resource, actions]) => `${code(resource)} ${actions.join(' ')}`)
    .join('; ');

const functionsPart = (contexts: readonly Context[]): string =>
  tableOf(
    ['function', 'runs on', 'time-out', 'may do'],
    functionsOf(contexts).map((plan) => [code(plan.name), triggerOf(plan), `${plan.timeout} s`, grantsOf(plan)]),
  );

const whoOf = ({ auth, idempotencyKey }: RouteSpec): string =>
  idempotencyKey ? `${auth}, with Idempotency-Key` : auth;

const routesPart = (contexts: readonly Context[]): string => {
  const rows = contexts.flatMap((context) =>
    Object.values(context.routes ?? {}).map((route) => [
      code(route.at),
      whoOf(route),
      route.summary.replaceAll('|', '\\|'),
      codes(route.problems ?? []),
      code(`${context.name}-${audienceOf(route)}`),
    ]),
  );
  return tableOf(['route', 'who', 'what', 'problems of its own', 'function'], rows);
};

/**
 * Returns the reference in Markdown, as the contracts have it: contexts from the bottom up, tables, functions with all
 * that their roles may do, and routes. Throws a UsesError for contracts that use what they may not.
 */
export const referenceOf = (contexts: readonly Context[]): string => `# Reference

Generated from the contracts by \`npm run docs\`; never edited. [architecture.md](architecture.md) explains it.

## Contexts

From the bottom up: a context uses only those before it. What needs no permission, such as the texts of \`policy\`, is
imported and not listed here.

${contextsPart(contexts)}

## Tables

All are on demand, protected against deletion, and named \`candor-<stage>-<context>-<table>\`. Keys are strings unless a
number is noted.

${tablesPart(contexts)}

## Functions

Named \`candor-<stage>-<function>\`. Beside what is listed, every function may write its own log; a function behind a
stream may read it and write to the failure queue. \`kms:\` is the stage's one key for one purpose.

${functionsPart(contexts)}

## Routes

Under \`/api\`. GET is served for HEAD too. The problems that follow from a route's form (a body, a key, who may call it) are
in [openapi.json](openapi.json).

${routesPart(contexts)}
`;
