import { randomBytes } from 'node:crypto';
import { getAccount } from '../../../functions/accounts/account.ts';
import { joinWrite } from '../../../functions/accounts/public.ts';
import { accesses, accessesOf } from '../../../functions/audit/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { apply, transact } from '../../../functions/kit/store/write.ts';
import { day } from '../../../functions/kit/value/time.ts';
import type { Order } from '../../../functions/orders/domain.ts';
import { contactOf, mailboxHash, newPerson } from '../../../functions/people/public.ts';
import { claimAddress, consentWrite } from '../../../functions/preferences/public.ts';
import { privacy } from '../../../functions/privacy/contract.ts';
import { answerWrite, requestPut } from '../../../functions/privacy/requests.ts';
import { routes } from '../../../functions/privacy/staff-routes.ts';
import { aYes } from '../../builders/addresses.ts';
import { accountIn } from '../../builders/accounts.ts';
import { orderRow, placeOrderRow } from '../../builders/orders.ts';
import { othersThan, signedIn, staffSessions } from '../../builders/staff.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { rowsIn } from '../../harness/rows.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
let restore: () => void = () => undefined;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), sessions: staffSessions });
});
afterEach(() => restore());

const newId = (): string => randomBytes(16).toString('base64url');
/** A person with an order, found by an address of their own. */
const buyer = async (order: Partial<Order> = {}) => {
  const [id, email] = [newId(), `${randomBytes(8).toString('hex')}@example.com`];
  await transact(await newPerson({ id, email, name: 'Ada Canary', at: ports.now() }, ports), ports);
  const placedAt = ports.now().toISOString();
  const row = orderRow(newId(), 'fulfilled', { buyer: id, placedAt, ...order });
  await placeOrderRow(row, ports);
  return { id, email, order: row.id };
};
const requestFor = async (person: string, via: 'mail' | 'profile'): Promise<string> => {
  const id = newId();
  const due = new Date(ports.now().getTime() + 30 * day);
  await transact([requestPut({ id, kind: 'erasure', via, person, at: ports.now(), due }, ports)], ports);
  return id;
};

const send = (route: string, sent: Parameters<typeof httpEvent>[1], as: string): Promise<Answered> =>
  call(serve(privacy, routes, ports), httpEvent(route, { ...sent, ...(as && { headers: signedIn(as) }) }));
const search = (email: string, reason: string | undefined, as = 'support') =>
  send('POST /admin/people/search', { body: { email, ...(reason !== undefined && { reason }) } }, as);
const change = (what: string, id: string, body: object, as = 'support') =>
  send(`POST /admin/people/{id}/${what}`, { path: { id }, body }, as);
const audit = (query: Record<string, string>, as = 'privacy') => send('GET /admin/audit', { query }, as);
const changes = ['correct', 'opt-out', 'erase', 'suspend'];
const bodyOf = (what: string, reason: string) => ({ reason, ...(what === 'correct' && { name: 'Grace' }) });

describe('routes for staff about people', () => {
  it.each(othersThan('support'))('refuse "%s" with %i, and record nothing', async (as, status) => {
    const { id, email, order } = await buyer();
    expect((await search(email, order, as)).status).toBe(status);
    for (const what of changes) expect((await change(what, id, bodyOf(what, order), as)).status).toBe(status);
    expect(await accessesOf(id, ports)).toEqual([]);
    expect(await contactOf(id, ports)).toMatchObject({ name: 'Ada Canary' });
  });

  it.each(othersThan('privacy'))('show the record of looks not to "%s" (%i)', async (as, status) => {
    expect((await audit({}, as)).status).toBe(status);
  });
});

describe('a person who is looked for', () => {
  // promise: P8
  it('is shown for an open order of theirs, in any spelling of the address, and the look is on record', async () => {
    const { id, email, order } = await buyer();
    const { status, body } = await search(email.toUpperCase(), order);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, email, name: 'Ada Canary', kind: 'guest', orders: [{ id: order }] });
    expect(await accessesOf(id, ports)).toMatchObject([
      { staff: 'staff-of-support', action: 'search', reason: order, explained: true },
    ]);
    expect((await accessesOf(id, ports))[0]?.fields).toContain('email');
  });

  it('is shown for a proven request of theirs that is not done with', async () => {
    const { id, email } = await buyer();
    const request = await requestFor(id, 'profile');
    expect(await search(email, request)).toMatchObject({ status: 200, body: { id } });
    await transact([answerWrite(request, { erased: 0, at: ports.now() }, ports)], ports);
    expect((await search(email, request)).status).toBe(404);
  });

  it('needs a reason: without one the search is no request, and nobody is looked for', async () => {
    const { id, email } = await buyer();
    expect(await search(email, undefined)).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
    expect((await search(email, '')).status).toBe(422);
    expect(await accessesOf(id, ports)).toEqual([]);
  });

  // promise: P9
  it.each<[string, () => Promise<string>]>([
    ['the order of somebody else', async () => (await buyer()).order],
    ['nothing that there is', async () => newId()],
    ['a request that nobody proved', async () => requestFor(newId(), 'mail')],
  ])('is not found for %s, as if the address were unknown, and the try is on record', async (_, reasonOf) => {
    const { id, email } = await buyer();
    const reason = await reasonOf();
    const [refused, unknown] = [await search(email, reason), await search(`${newId()}@example.com`, reason)];
    expect(refused).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect(refused).toEqual(unknown);
    expect(await accessesOf(id, ports)).toMatchObject([{ action: 'search', fields: [], reason, explained: false }]);
    const { items } = await accesses({ from: new Date(Date.now() - day).toISOString() }, ports);
    expect(items.length).toBeGreaterThan(0);
  });

  it.each<[string, Partial<Order>]>([
    ['voided', { status: 'voided' }],
    ['180 days old', { placedAt: '2020-01-01T00:00:00.000Z', history: [] }],
  ])('is not found for an order of theirs that is %s', async (_, order) => {
    const found = await buyer(order);
    expect((await search(found.email, found.order)).status).toBe(404);
  });

  it('costs the same writes and asks of the same tables whether or not the address is known', async () => {
    const { email } = await buyer();
    const reason = newId();
    const known = await requestsOf(database.client(), () => search(email, reason));
    const unknown = await requestsOf(database.client(), () => search(`${newId()}@example.com`, reason));
    expect(known.sort()).toEqual(unknown.sort());
  });

  it.each([
    ['throttles', { before: faults.throttled() }],
    ['dies', { before: faults.killed() }],
    ['loses the connection', { before: faults.timedOut() }],
  ])('is not shown when the store %s before the look is recorded', async (_, fault) => {
    const { id, email, order } = await buyer();
    restore = injectFaults(database.client(), (command) => (command === 'PutItemCommand' ? fault : undefined));
    const { status, body } = await search(email, order);
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toMatch(/Canary|@example/);
    restore();
    expect(await accessesOf(id, ports)).toEqual([]);
  });

  it('is on record though the process died before anything was opened', async () => {
    const { id, email, order } = await buyer();
    restore = injectFaults(database.client(), (command) =>
      command === 'PutItemCommand' ? { after: faults.killed() } : undefined,
    );
    expect((await search(email, order)).status).toBe(503);
    restore();
    expect(await accessesOf(id, ports)).toHaveLength(1);
  });

  it('is in no log', async () => {
    const { email, order } = await buyer();
    await search(email, order);
    expect(JSON.stringify(ports.logged)).not.toMatch(/Canary|@example/);
  });
});

describe('a person whom staff change', () => {
  it.each(changes)('is not found for the order of somebody else (%s), and the try is on record', async (what) => {
    const [{ id }, other] = [await buyer(), await buyer()];
    expect((await change(what, id, bodyOf(what, other.order))).status).toBe(404);
    expect(await accessesOf(id, ports)).toMatchObject([{ action: what, fields: [], explained: false }]);
    expect(await contactOf(id, ports)).toMatchObject({ name: 'Ada Canary' });
  });

  it.each(changes)('is not changed when that cannot be recorded (%s)', async (what) => {
    const { id, order } = await buyer();
    restore = injectFaults(database.client(), (command, nth) =>
      command === 'PutItemCommand' && nth < 50 ? { before: faults.throttled() } : undefined,
    );
    expect((await change(what, id, bodyOf(what, order))).status).toBe(503);
    restore();
    expect(await contactOf(id, ports)).toMatchObject({ name: 'Ada Canary', version: 1 });
    expect((await rowsIn('privacy.requests', ports)).filter(({ person }) => person === id)).toEqual([]);
  });

  it('is corrected, with the shop as the source, and the changed fields are on record without their values', async () => {
    const { id, order } = await buyer();
    const { version } = (await contactOf(id, ports))!;
    const corrected = await change('correct', id, { reason: order, name: 'Grace Canary', telephone: '+1 555 0100' });
    expect(corrected).toMatchObject({ status: 200, body: { id, version: version + 1 } });
    expect(await contactOf(id, ports)).toMatchObject({
      name: 'Grace Canary',
      telephone: '+1 555 0100',
      sources: { name: { source: 'merchant' }, email: { source: 'self' } },
    });
    const [access] = await accessesOf(id, ports);
    expect(access).toMatchObject({ action: 'correct', fields: ['name', 'telephone'], explained: true });
    expect(JSON.stringify(await rowsIn('audit.accesses', ports))).not.toContain('Canary');
  });

  it('has the address of mail to themselves, and is not corrected by nothing', async () => {
    const { id, order } = await buyer();
    expect((await change('correct', id, { reason: order, email: 'other@example.com' })).status).toBe(422);
    expect((await change('correct', id, { reason: order })).status).toBe(422);
    expect((await change('correct', id, { name: 'Grace' })).status).toBe(422);
  });

  // promise: P39
  it('is opted out once, for good, and gets no marketing from then on', async () => {
    const { id, order, email } = await buyer();
    const hash = await mailboxHash(email, ports);
    await apply(consentWrite(hash, aYes({ person: id }), ports), ports);
    for (let times = 0; times < 2; times += 1)
      expect(await change('opt-out', id, { reason: order })).toMatchObject({ status: 200, body: {} });
    const entries = (await rowsIn('people.journal', ports)).filter(({ kind }) => kind === 'opt-out');
    expect(entries).toMatchObject([{ hash }]);
    const now = ports.now();
    const claim = { claim: 'c', letter: 'l', class: 'marketing', topic: 'newsletter', until: 0, now } as const;
    expect(await claimAddress(hash, claim, ports)).toEqual({ refused: 'suppressed' });
    expect(await accessesOf(id, ports)).toHaveLength(2);
  });

  it('is to be erased: a confirmed request with its due time, which the worker takes', async () => {
    const { id, order } = await buyer();
    const { status, body } = await change('erase', id, { reason: order });
    expect(status).toBe(202);
    const { request } = body as { request: string };
    const rows = (await rowsIn('privacy.requests', ports)).filter((row) => row['id'] === request);
    expect(rows).toMatchObject([{ kind: 'erasure', via: 'staff', person: id, state: 'confirmed' }]);
    expect(await accessesOf(id, ports)).toMatchObject([{ action: 'erase', explained: true }]);
  });
});

describe('an account that staff suspend', () => {
  it('is suspended with its sessions ended, for an order of a person who joined it, and again without harm', async () => {
    const guest = await buyer();
    const account = await accountIn(ports);
    const join = joinWrite(account, [guest.id], ports.now(), ports);
    await transact(join ? [join] : [], ports);
    for (let times = 0; times < 2; times += 1)
      expect(await change('suspend', account.person, { reason: guest.order })).toMatchObject({ status: 200, body: {} });
    const suspended = await getAccount(account.id, ports);
    expect(suspended).toMatchObject({ status: 'suspended' });
    expect(suspended?.validAfter).toBeGreaterThan(account.validAfter);
    expect((await accessesOf(account.person, ports))[0]).toMatchObject({ action: 'suspend', fields: ['account'] });
  });

  it('is not there for a buyer without one', async () => {
    const { id, order } = await buyer();
    expect(await change('suspend', id, { reason: order })).toMatchObject({
      status: 409,
      body: { type: '/problems/no-account' },
    });
  });
});

describe('the record of looks', () => {
  it('lists those at a person, and reports the ones whose reason fits nothing', async () => {
    const { id, email, order } = await buyer();
    await search(email, order);
    await search(email, newId());
    const { status, body } = await audit({ person: id, from: '2020-01-01' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [{ person: id, explained: true }, { explained: false }],
      unexplained: [{ person: id, explained: false, fields: [] }],
      next: null,
    });
    expect(JSON.stringify(body)).not.toMatch(/nonce|Canary/);
  });

  it('begins a week ago unless told otherwise, and is refused a time that is none', async () => {
    expect((await audit({})).status).toBe(200);
    expect((await audit({ from: 'yesterday' })).status).toBe(422);
  });
});
