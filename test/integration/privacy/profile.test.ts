import { getAccount } from '../../../functions/accounts/account.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { day } from '../../../functions/kit/value/time.ts';
import { contactOf } from '../../../functions/people/public.ts';
import { privacy } from '../../../functions/privacy/contract.ts';
import { getRequest } from '../../../functions/privacy/requests.ts';
import { routes } from '../../../functions/privacy/routes.ts';
import { erase } from '../../../functions/privacy/workers.ts';
import { accountsInProcess } from '../../harness/accounts-in-process.ts';
import { markAt } from '../../../functions/kit/contract/held.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { allTables, asSearched, dumpTables, valuesOf } from '../../harness/table-dump.ts';

const database = contractDatabase();
let shop: ReturnType<typeof accountsInProcess>;
let api: unknown;
beforeAll(() => {
  shop = accountsInProcess(database.client());
  api = serve(privacy, routes, shop.ports);
});
let people = 0;
const customer = async () => {
  const email = `profile-${(people += 1)}@example.com`;
  const made = await shop.customer(email);
  const { person } = (await getAccount(made.id, shop.ports))!;
  return { ...made, email, person };
};
const send = (route: string, token: string, more: { body?: object; accept?: string } = {}) => {
  const { body, accept } = more;
  const headers = { authorization: `Bearer ${token}`, ...(accept !== undefined && { accept }) };
  return call(api, httpEvent(route, { headers, ...(body && { body }) }));
};
const work = (request: string) => erase({ id: request }, shop.ports);

describe('a customer', () => {
  it('is erased with the code: signed out at once, user and person gone within minutes, and told what is kept', async () => {
    const [{ token, id, person, email }, other] = [await customer(), await customer()];
    expect((await send('POST /profile/erasure', token)).status).toBe(202);
    const { status, body } = await send('DELETE /profile', token, { body: { code: await shop.lastCode() } });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('without the person');
    const { request, dueAt } = body as { request: string; dueAt: string };
    expect((Date.parse(dueAt) - shop.clock.at) / day).toBeCloseTo(30, 1);
    expect((await shop.send('GET /profile', undefined, { token })).status).toBe(401);
    shop.clock.at += 61_000;
    await shop.sweep();
    expect(shop.pools.find(email)).toBeUndefined();
    await work(request);
    expect(await contactOf(person, shop.ports)).toBeUndefined();
    expect(await getAccount(id, shop.ports)).toMatchObject({ status: 'closed' });
    expect(await getRequest(request, shop.ports)).toMatchObject({ state: 'answered', erased: 1, via: 'profile' });
    expect(await contactOf(other.person, shop.ports)).toBeDefined();
  });

  it('is not erased by a wrong code, nor by that of somebody else, nor without a session', async () => {
    const [one, two] = [await customer(), await customer()];
    await send('POST /profile/erasure', one.token);
    const code = await shop.lastCode();
    const wrong = code === '00000000' ? '11111111' : '00000000';
    expect(await send('DELETE /profile', one.token, { body: { code: wrong } })).toMatchObject({ status: 422 });
    expect(await send('DELETE /profile', two.token, { body: { code } })).toMatchObject({ status: 422 });
    expect(await call(api, httpEvent('DELETE /profile', { body: { code } }))).toMatchObject({ status: 401 });
    for (const { id } of [one, two]) expect(await getAccount(id, shop.ports)).toMatchObject({ status: 'active' });
  });

  it('gets one code, however often they ask within five minutes', async () => {
    const { token } = await customer();
    const before = (await shop.codes()).length;
    for (let n = 0; n < 3; n += 1) await send('POST /profile/erasure', token);
    expect((await shop.codes()).length - before).toBeLessThanOrEqual(2);
  });

  it('may leave for good and see what is held while deactivated', async () => {
    const { email, token: first } = await customer();
    await shop.send('POST /profile/deactivate', undefined, { token: first });
    shop.clock.at += 2000;
    const token = ((await shop.signIn(email)).body as { accessToken: string }).accessToken;
    expect((await send('GET /profile/export', token)).status).toBe(200);
    await send('POST /profile/erasure', token);
    expect((await send('DELETE /profile', token, { body: { code: await shop.lastCode() } })).status).toBe(200);
  });

  it('reads everything that is held, as JSON and as a page', async () => {
    const { token, email } = await customer();
    const { body } = await send('GET /profile/export', token);
    expect(body).toMatchObject({ persons: [{ kind: 'customer', email, name: 'Jane' }], account: { status: 'active' } });
    const page = await send('GET /profile/export', token, { accept: 'text/html' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const part of [email, 'Jane', 'active']) expect(page.body).toContain(part);
  });
});

describe('the tables after customers came and went', () => {
  it('have no attribute that their contract does not mark, and no address in the clear', async () => {
    await customer();
    const dump = await dumpTables(database.client(), 'test');
    const unmarked = [...dump].flatMap(([name, items]) => {
      const fields = allTables().get(name)?.fields ?? {};
      const paths = items.flatMap(valuesOf).filter(({ path }) => markAt(fields, path) === undefined);
      return [...new Set(paths.map(({ path }) => `${name} ${path.join('.')}`))];
    });
    expect(unmarked).toEqual([]);
    for (const table of ['accounts.accounts', 'accounts.codes', 'accounts.limits'])
      expect(dump.get(table)?.length).toBeGreaterThan(0);
    for (const value of ['profile-', '@example.com', 'Jane']) expect(asSearched(dump)).not.toContain(value);
  });
});
