import { raisedFor } from '../../../../functions/kit/http/raises.ts';
import type { RouteSpec } from '../../../../functions/kit/contract/route.ts';
import { customerSession, notes, notesApi } from '../../../builders/made-up-context.ts';

const routes: [string, RouteSpec][] = Object.values(notes.routes).map((route) => [route.at, route]);
const json = { 'content-type': 'application/json', 'idempotency-key': 'k' };
const ways: Parameters<ReturnType<typeof notesApi>['send']>[1][] = [
  {},
  { headers: { ...json, origin: 'https://evil.example' } },
  { headers: { ...json, authorization: 'Bearer x' } },
  { headers: { ...json, authorization: 'Bearer away' } },
  { headers: { ...json, authorization: 'Bearer clerk' } },
  { headers: { ...json, 'content-type': 'text/plain' }, path: { id: 'abc' }, body: 'x' },
  { headers: json, path: { id: 'abc' }, body: 'x' },
  { headers: json, path: { id: 'abc' }, body: {} },
  { headers: json, path: { id: 'abc' }, body: { text: 'x'.repeat(65 * 1024) } },
  { headers: { 'idempotency-key': 'é' }, path: { id: 'abc' }, body: { text: 'a' } },
  { path: { id: 'abc' }, body: { text: 'a' } },
  { query: { limit: 'x' } },
];

const clerk = { kind: 'staff', id: 'clerk', groups: ['privacy'] } as const;

/** The slugs that a route comes to when it is called in every wrong way. */
const problemsOf = async (at: string): Promise<string[]> => {
  const { send } = notesApi({}, { away: customerSession({ state: 'deactivated' }), clerk });
  const took = await Promise.all(ways.map((sent) => send(at, sent)));
  return took
    .filter(({ status }) => status >= 400)
    .map(({ body }) => (body as { type: string }).type.slice('/problems/'.length));
};

describe('what a route raises before its handler', () => {
  // A body that no route takes is none of its problems: a caller has no reason to send one.
  it.each(routes)('is named by a middleware: %s', async (at, route) => {
    const named: string[] = [...raisedFor(route), ...(route.body ? [] : ['body-too-large'])];
    expect((await problemsOf(at)).filter((slug) => !named.includes(slug))).toEqual([]);
  });

  it('is all that a middleware names, of a route that takes everything', async () => {
    const came = await problemsOf(notes.routes.add.at);
    expect(raisedFor(notes.routes.add).filter((slug) => slug !== 'unavailable' && !came.includes(slug))).toEqual([]);
  });
});
