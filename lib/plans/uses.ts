import type { Context } from '../../functions/kit/contract/contract.ts';
import { qualified } from '../../functions/kit/contract/names.ts';
import type { Needs, Uses } from '../../functions/kit/contract/uses.ts';

/** A contract that uses what it may not; the message is one sentence that says what to change. */
export class UsesError extends Error {
  override name = 'UsesError';
}

/** What uses come to: actions by qualified resource, and the contexts whose `port.ts` makes a port of the function. */
export type Expanded = { needs: Needs; ports: readonly string[] };

const kinds = /^(ssm|kms|ses|lambda|cognito):/;

/** Returns a context's own resources by their qualified names. */
const own = (context: Context, needs: Needs): Needs => {
  const entries = Object.entries(needs).map(([resource, actions]): [string, readonly string[]] => {
    const [table = ''] = resource.split('/');
    if (kinds.test(resource)) return [resource, actions];
    if (!Object.hasOwn(context.tables ?? {}, table))
      throw new UsesError(`Context ${context.name} has no table ${table}: declare it, or use an offer of its context.`);
    return [qualified(context.name, resource), actions];
  });
  return Object.fromEntries(entries);
};

/** Returns the union of needs: each resource once, in order, its actions sorted. */
export const unionOfNeeds = (all: readonly Needs[]): Needs => {
  const union = new Map<string, Set<string>>();
  for (const [resource, actions] of all.flatMap((needs) => Object.entries(needs)))
    union.set(resource, new Set([...(union.get(resource) ?? []), ...actions]));
  const sorted = [...union].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, actions]) => [name, [...actions].sort()]));
};

/** Returns what a use of a kind of its own comes to: a secret, a worker to wake, a port; undefined for an offer. */
const special = (use: string): Expanded | undefined => {
  const [kind, name = ''] = use.split(':');
  if (kind === 'secret') return { needs: { [`ssm:${name}`]: ['GetParameters'] }, ports: [] };
  if (kind === 'wake') return { needs: { [`lambda:${name}`]: ['InvokeFunction'] }, ports: [] };
  return kind === 'port' ? { needs: {}, ports: [name] } : undefined;
};

const place = (contexts: readonly Context[], name: string): number => contexts.findIndex((each) => each.name === name);

/** Returns the context of an offer and what the offer uses; throws a UsesError. */
const offerOf = (contexts: readonly Context[], user: Context, use: string): [Context, Uses] => {
  const [name = '', offer = ''] = use.split('.');
  const giver = contexts[place(contexts, name)];
  if (!giver || place(contexts, name) > place(contexts, user.name))
    throw new UsesError(`Context ${user.name} uses ${use}, but ${name} is not below it in functions/contexts.ts.`);
  const offered = Object.hasOwn(giver.offers ?? {}, offer) ? giver.offers?.[offer] : undefined;
  if (!offered) throw new UsesError(`Context ${user.name} uses ${use}, which ${name} does not offer.`);
  return [giver, offered];
};

/**
 * Returns the exact permission behind `uses` of a context. `contexts` is ordered from the bottom up: throws a UsesError
 * for an offer that does not exist or belongs to a context above, and for a table of another context.
 */
export const expand = (contexts: readonly Context[], user: Context, uses: Uses): Expanded => {
  const all = uses.map((use): Expanded => {
    if (typeof use !== 'string') return { needs: own(user, use), ports: [] };
    return special(use) ?? expand(contexts, ...offerOf(contexts, user, use));
  });
  return {
    needs: unionOfNeeds(all.map(({ needs }) => needs)),
    ports: [...new Set(all.flatMap(({ ports }) => ports))].sort(),
  };
};

/** Returns the qualified name of a stream's table; throws a UsesError unless the table is the context's own or lies below. */
export const streamOf = (contexts: readonly Context[], user: Context, stream: string): string => {
  const name = qualified(user.name, stream);
  const owner = place(contexts, name.split('.')[0] ?? '');
  if (owner < 0 || owner > place(contexts, user.name))
    throw new UsesError(`Context ${user.name} listens to ${name}, which is not below it in functions/contexts.ts.`);
  return name;
};
