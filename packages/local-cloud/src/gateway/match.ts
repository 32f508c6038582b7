import type { Route } from '../template/cloud.ts';

/** A route that fits a request, with the decoded path parameters that it names. */
export type Match = { route: Route; pathParameters: Record<string, string> };

type Segment = { kind: 'static' | 'variable' | 'greedy'; name: string };
type Candidate = { route: Route; method: string; segments: Segment[]; rank: string };

/**
 * Finds the route of a request as an HTTP API does: the most specific path first (a fixed segment before a variable
 * before a greedy one), an exact method before ANY, `$default` last. The path is percent-encoded and without the stage.
 * Throws URIError when the encoding is broken.
 */
export const matcher = (routes: readonly Route[]): ((method: string, path: string) => Match | undefined) => {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const candidates = routes
    .filter((route) => route !== fallback)
    .map(candidateOf)
    .sort((first, second) => (first.rank < second.rank ? -1 : 1));
  return (method, path) => {
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    for (const candidate of candidates) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = fit(candidate.segments, segments);
      if (pathParameters) return { route: candidate.route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
};

const candidateOf = (route: Route): Candidate => {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const segments = path.split('/').slice(1).map(segmentOf);
  const kinds = segments.map(({ kind }) => ({ static: 0, variable: 1, greedy: 2 })[kind]);
  return { route, method, segments, rank: `${kinds.join('')}${method === 'ANY' ? 1 : 0}` };
};

const segmentOf = (text: string): Segment => {
  const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'static', name: text };
  return { kind: plus ? 'greedy' : 'variable', name };
};

const fit = (pattern: readonly Segment[], segments: readonly string[]): Record<string, string> | undefined => {
  const parameters = Object.create(null) as Record<string, string>;
  for (const [index, { kind, name }] of pattern.entries()) {
    const segment = segments[index];
    if (kind === 'greedy') {
      const rest = segments.slice(index).join('/');
      return rest === '' ? undefined : { ...parameters, [name]: rest };
    }
    if (segment === undefined || (kind === 'static' ? segment !== name : segment === '')) return undefined;
    if (kind === 'variable') parameters[name] = segment;
  }
  return pattern.length === segments.length ? parameters : undefined;
};
