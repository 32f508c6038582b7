import * as z from 'zod/mini';
import { contexts } from '../../functions/contexts.ts';
import { context } from '../../functions/kit/contract/contract.ts';
import { problems, problemsOf, type ProblemSpec } from '../../functions/kit/http/problem.ts';
import { raisedFor } from '../../functions/kit/http/raises.ts';

/** Every declaration of a problem; one that a context takes from another's contract is the same object. */
const declared = [{ problems }, ...contexts].flatMap((each) =>
  Object.entries<ProblemSpec>(each.problems ?? {}).map(([slug, spec]) => ({ slug, spec })),
);
const routes = contexts.flatMap((each) =>
  Object.entries(each.routes ?? {}).map(([name, route]) => ({ name: `${each.name}.${name}`, each, route })),
);

describe('a problem', () => {
  it('is declared once, whoever names it', () => {
    const twice = [...Map.groupBy(declared, ({ slug }) => slug)].filter(
      ([, all]) => new Set(all.map(({ spec }) => spec)).size > 1,
    );
    expect(twice).toEqual([]);
  });

  it.each(routes)('that $name names or raises is declared by its context or the kit', ({ each, route }) => {
    const known = Object.keys(problemsOf(each));
    expect([...(route.problems ?? []), ...raisedFor(route)].filter((slug) => !known.includes(slug))).toEqual([]);
  });

  it.each(contexts)('that $name declares is named by a route of it', ({ problems: own = {}, routes: all = {} }) => {
    const named = Object.values(all).flatMap((route) => route.problems ?? []);
    expect(Object.keys(own).filter((slug) => !named.includes(slug))).toEqual([]);
  });

  it.each(declared)('is an error with a title that is a sentence: $slug', ({ slug, spec }) => {
    expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(spec.status).toBeGreaterThanOrEqual(400);
    expect(spec.title).toMatch(/^[A-Z].*\.$/);
  });

  it('that nobody declares, or a buyer without a token, is no contract for the compiler', () => {
    const route = { at: 'GET /a', summary: 'A', returns: z.object({}), uses: [] } as const;
    // @ts-expect-error: the slug is neither the context's nor the kit's
    context('a', { routes: { a: { ...route, auth: 'public', problems: ['made-up'] } } });
    // @ts-expect-error: there is no token that could be checked
    context('a', { routes: { a: { ...route, auth: 'buyer' } } });
    const good = { ...route, auth: 'public', problems: ['gone', 'not-found'] } as const;
    const own = { gone: { status: 410, title: 'It is gone.' } };
    expect(problemsOf(context('a', { problems: own, routes: { a: good } }))).toMatchObject(own);
  });
});
