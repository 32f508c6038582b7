import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { visitorOfPerson } from '../../../functions/kit/http/visitor.ts';
import type { RouteSpec } from '../../../functions/kit/contract/route.ts';
import { newPerson } from '../../../functions/people/public.ts';
import { cartsIn } from '../../builders/carts.ts';
import { orderRow, placeOrderRow } from '../../builders/orders.ts';
import { sampleOf } from '../../builders/samples.ts';
import { everyRoute } from '../../harness/all-routes.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { bearers, signedInPorts, storeSignedIn, voidBearers } from '../../harness/signed-in.ts';
import { asSearched, dumpTables } from '../../harness/table-dump.ts';
import { userPools } from '../../harness/user-pools-in-memory.ts';

const database = contractDatabase();
const portsOf = () => {
  const ports = signedInPorts(database.client());
  const paypal = async () => Promise.reject(new Error('this test has no PayPal'));
  return { ...ports, identity: userPools().identity, paypal };
};
let ports: ReturnType<typeof portsOf>;

/** What is Ann's: ids under which it is asked for, and texts that nobody else may see. */
const ids: Record<string, string> = { orders: 'order-of-ann-aaaaaaaaa', people: 'person-ann', staff: 'clerk' };
const canaries = [
  'ann.canary@example.com',
  'Ann Canary',
  'Canary Lane',
  '+15550177',
  'person-ann',
  'CARD-CANARY',
  'order-of-ann-aaaaaaaaa',
];

beforeAll(async () => {
  ports = portsOf();
  await storeSignedIn(database.client());
  const at = ports.now();
  const ann = {
    id: 'person-ann',
    kind: 'customer' as const,
    email: 'ann.canary@example.com',
    name: 'Ann Canary',
    address: { lines: ['1 Canary Lane'], town: 'Springfield' },
    telephone: '+15550177',
    at,
  };
  const bob = { id: 'person-bob', kind: 'customer' as const, email: 'bob@example.com', at };
  for (const person of [ann, bob])
    await ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: await newPerson(person, ports) }));
  await placeOrderRow(
    orderRow('order-of-ann-aaaaaaaaa', 'fulfilled', { buyer: 'person-ann', placedAt: at.toISOString() }),
    ports,
  );
  await placeOrderRow(
    orderRow('order-of-bob-bbbbbbbbb', 'fulfilled', { buyer: 'person-bob', placedAt: at.toISOString() }),
    ports,
  );
  await cartsIn(database.client).set(visitorOfPerson('person-ann'), 'CARD-CANARY', 1);
}, 60_000);

/** The path of Ann's thing: an `id` is that of what is named before it, or else of her order. */
const pathOf = ({ at }: RouteSpec): Record<string, string> =>
  Object.fromEntries(
    [...at.matchAll(/\/(\w[\w-]*)\/\{(\w+)\}/g)].map(([, of = '', name = '']) => [
      name,
      name === 'id' ? (ids[of] ?? 'order-of-ann-aaaaaaaaa') : name === 'sku' ? 'CARD-CANARY' : '1',
    ]),
  );

/** What asks for Ann's thing: well-formed as far as the contract tells, so that only who asks decides. */
const requestFor = (spec: RouteSpec) => {
  const named = { email: 'ann.canary@example.com', reason: 'order-of-bob-bbbbbbbbb', name: 'Eve' };
  const body = spec.body && sampleOf(spec.body, named);
  const query = spec.query && sampleOf(spec.query);
  return {
    path: pathOf(spec),
    headers: { 'idempotency-key': 'k' },
    isWhole: (!spec.body || body !== undefined) && (!spec.query || query !== undefined),
    ...(spec.body && { body: body ?? {} }),
    ...(query !== undefined && { query: query as Record<string, string> }),
  };
};

const routes = everyRoute();
const ask = async ({ spec, handler }: (typeof routes)[number], token?: string): Promise<Answered> => {
  const { headers, ...sent } = requestFor(spec);
  const by = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return call(await handler(ports), httpEvent(spec.at, { ...sent, headers: { ...headers, ...by } }));
};

type Who = string;
const customers = ['customer', 'another customer', 'a deactivated customer'];
const isStaffRoute = ({ auth }: RouteSpec): boolean => auth.startsWith('staff:');
const takesBearers = ({ auth }: RouteSpec): boolean =>
  isStaffRoute({ auth } as RouteSpec) || ['customer', 'visitor-or-customer', 'buyer'].includes(auth);

/** Written out: what somebody is refused with who asks for a thing of Ann's; undefined for who is let in, to what is their own. */
const refusalOf = (spec: RouteSpec, who: Who): number | undefined => {
  const { auth, states } = spec;
  if (isStaffRoute(spec)) {
    if (customers.includes(who)) return 403;
    return auth === 'staff:any' || who === `staff of ${auth.slice('staff:'.length)}` ? undefined : 403;
  }
  if (!customers.includes(who)) return 401;
  if (who === 'a deactivated customer' && !states) return 403;
  return auth === 'buyer' && who !== 'customer' ? 404 : undefined;
};

/** What a table may gain by a refused call: a count of tries, and that somebody looked. */
const mayChange = ['accounts.limits', 'audit.accesses'];
const held = async (): Promise<string> => {
  const dump = await dumpTables(database.client(), 'test');
  return asSearched(new Map([...dump].filter(([name]) => !mayChange.includes(name))));
};

const textOf = ({ body, headers, cookies }: Answered): string => JSON.stringify([body, headers, cookies]);
const leaks = (answer: Answered): string[] => canaries.filter((canary) => textOf(answer).includes(canary));

const guarded = routes.filter(({ spec }) => takesBearers(spec));

describe("a thing of Ann's", () => {
  it.each(guarded)('$title: is refused to whoever may not have it, tells nothing and stays as it is', async (route) => {
    const { spec } = route;
    const before = await held();
    const nobody = spec.auth === 'buyer' ? 404 : spec.auth === 'visitor-or-customer' ? undefined : 401;
    const refused: [Who, string | undefined, number | undefined][] = [
      ['nobody', undefined, nobody],
      ...Object.entries(bearers).map(([who, token]) => [who, token, refusalOf(spec, who)] as [Who, string, number]),
      ...Object.entries(voidBearers).map(([who, token]) => [who, token, 401] as [Who, string, number]),
    ];
    const got: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const [who, token, status] of refused.filter(([, , expected]) => expected !== undefined)) {
      const answer = await ask(route, token);
      // A form that could not be made up is refused before anybody looks whose the thing is.
      const isForm = answer.status === 422 && status === 404 && !requestFor(spec).isWhole;
      got[who] = { status: isForm ? status : answer.status, leaks: leaks(answer) };
      wanted[who] = { status, leaks: [] };
    }
    expect(got).toEqual(wanted);
    expect(await held()).toBe(before);
  });

  const open = routes.filter(({ spec }) =>
    ['public', 'visitor', 'visitor-or-customer', 'customer'].includes(spec.auth),
  );
  it.each(open)('$title: is not in what others get who are let in', async (route) => {
    const tokens = takesBearers(route.spec) ? [undefined, bearers['another customer']] : [undefined];
    for (const token of tokens) expect(leaks(await ask(route, token))).toEqual([]);
  });

  const ofStaff = routes.filter(({ spec }) => spec.at.startsWith('POST /admin/people/'));
  it.each(ofStaff)('$title: is not there for staff of the group who name the order of somebody else', async (route) => {
    const group = `staff of ${route.spec.auth.slice('staff:'.length)}` as keyof typeof bearers;
    const answer = await ask(route, bearers[group]);
    expect([answer.status, leaks(answer)]).toEqual([404, []]);
  });

  const reads = guarded.filter(({ spec }) => spec.at.startsWith('GET ') && !isStaffRoute(spec));
  it.each(reads)('$title: is there for Ann', async (route) => {
    expect((await ask(route, bearers.customer)).status).toBe(200);
  });

  it('is asked for on routes of every kind, nearly all with a form that is whole', () => {
    const kinds = new Set(guarded.map(({ spec }) => spec.auth.replace(/:.*/, '')));
    expect([...kinds].sort()).toEqual(['buyer', 'customer', 'staff', 'visitor-or-customer']);
    const partial = guarded.filter(({ spec }) => !requestFor(spec).isWhole).map(({ title }) => title);
    expect(partial.length).toBeLessThan(guarded.length / 10);
    const bodies = guarded.flatMap(({ spec }) =>
      spec.body ? [z.safeParse(spec.body, requestFor(spec).body).success] : [],
    );
    expect(bodies.filter(Boolean).length).toBeGreaterThan(bodies.length * 0.9);
  });
});
