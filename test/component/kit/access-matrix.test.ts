import { contexts } from '../../../functions/contexts.ts';
import type { Context } from '../../../functions/kit/contract/contract.ts';
import type { RouteSpec } from '../../../functions/kit/contract/route.ts';
import { signToken } from '../../../functions/kit/crypto/tokens.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import type { Routes } from '../../../functions/kit/http/types.ts';
import { refuse } from '../../../functions/kit/value/result.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testKeyRing } from '../../harness/ports.ts';
import { bearers, signedInPorts, voidBearers } from '../../harness/signed-in.ts';

const ports = signedInPorts();
const routes = contexts.flatMap((context) =>
  Object.entries(context.routes ?? {}).map(([name, spec]) => ({ title: spec.at, context, name, spec })),
);

/** Whether a call got past the check of who calls: its handler, or the check of its form, which comes after. */
const passes = async (context: Context, name: string, spec: RouteSpec, headers: Record<string, string>) => {
  let isReached = false;
  const handlers = { [name]: async () => ((isReached = true), refuse('not-found')) };
  const handler = serve({ ...context, routes: { [name]: spec } }, handlers as unknown as Routes<Context>, ports);
  const { status } = await call(handler, httpEvent(spec.at, { headers, path: { id: 'thing-1' } }));
  if (isReached || status === 400 || status === 422) return 'in';
  return status;
};

const staffOf = (group: string) => `staff of ${group}`;

/** Written out, by kind of access: what comes of each caller. Whoever is not named comes to `others`. */
const expected = ({
  auth,
  states,
}: RouteSpec): Record<string, 'in' | number> & { others: number | 'in'; void: number | 'in' } => {
  const away = states ? 'in' : 403;
  const customers = { customer: 'in', 'another customer': 'in', 'a deactivated customer': away } as const;
  if (auth === 'customer') return { nobody: 401, ...customers, others: 401, void: 401 };
  if (auth === 'visitor-or-customer') return { nobody: 'in', ...customers, others: 401, void: 401 };
  if (auth === 'buyer') return { nobody: 404, ...customers, others: 401, void: 401 };
  if (auth === 'staff:any')
    return {
      nobody: 401,
      customer: 403,
      'another customer': 403,
      'a deactivated customer': 403,
      others: 'in',
      void: 401,
    };
  if (auth.startsWith('staff:'))
    return { nobody: 401, [staffOf(auth.slice('staff:'.length))]: 'in', others: 403, void: 401 };
  return { nobody: 'in', others: 'in', void: 'in' };
};

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

describe('who may call', () => {
  it.each(routes)('$title: nobody, customers, and staff of each group', async ({ context, name, spec }) => {
    const wanted = expected(spec);
    const got: Record<string, unknown> = { nobody: await passes(context, name, spec, {}) };
    for (const [who, token] of Object.entries(bearers)) got[who] = await passes(context, name, spec, bearing(token));
    const all = Object.keys(got).map((who) => [who, wanted[who] ?? wanted.others]);
    expect(got).toEqual(Object.fromEntries(all));
  });

  it.each(routes)('$title: not whoever has a token that is void', async ({ context, name, spec }) => {
    const got = Object.entries(voidBearers).map(async ([who, token]) => [
      who,
      await passes(context, name, spec, bearing(token)),
    ]);
    const all = Object.keys(voidBearers).map((who) => [who, expected(spec).void]);
    expect(await Promise.all(got)).toEqual(all);
  });

  const buyers = routes.filter(({ spec }) => spec.auth === 'buyer');
  it.each(buyers)('$title: whoever has its token, and not who has that of another', async ({ context, name, spec }) => {
    const later = Math.floor(Date.now() / 1000) + 60;
    const { header = '', purpose = '' } = spec.token ?? {};
    const by = (subject: string, use = purpose, until = later) =>
      passes(context, name, spec, { [header.toLowerCase()]: signToken(testKeyRing, use, subject, until) });
    expect(await by('thing-1')).toBe('in');
    expect([await by('thing-2'), await by('thing-1', 'another'), await by('thing-1', purpose, later - 120)]).toEqual([
      404, 404, 404,
    ]);
  });

  it('is staff for what is under /admin, and a customer for what is under /profile', () => {
    const at = (folder: string) =>
      routes.filter(({ spec }) => spec.at.includes(` /${folder}`)).map(({ spec }) => spec.auth);
    expect(at('admin').length).toBeGreaterThan(5);
    expect(at('admin').filter((auth) => !auth.startsWith('staff:'))).toEqual([]);
    expect(at('profile').filter((auth) => auth !== 'customer')).toEqual([]);
  });

  it('is tested for routes of customers, buyers and staff', () => {
    const kinds = new Set(routes.map(({ spec }) => spec.auth.replace(/:.*/, '')));
    expect([...kinds]).toEqual(expect.arrayContaining(['buyer', 'staff', 'visitor-or-customer']));
  });
});
