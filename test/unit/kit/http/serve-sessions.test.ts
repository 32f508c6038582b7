import { signToken } from '../../../../functions/kit/crypto/tokens.ts';
import type { Session } from '../../../../functions/kit/http/session.ts';
import { visitorOfPerson } from '../../../../functions/kit/http/visitor.ts';
import { customerSession, notesApi } from '../../../builders/made-up-context.ts';
import { testKeyRing } from '../../../harness/ports.ts';

const staff = (...groups: (Session & { kind: 'staff' })['groups'][number][]): Session => ({
  kind: 'staff',
  id: `staff-${groups.join('-')}`,
  groups,
});
const { send, add, ports } = notesApi(
  {},
  {
    ann: customerSession(),
    away: customerSession({ id: 'account-2', person: 'person-2', state: 'deactivated' }),
    support: staff('support'),
    admin: staff('admin'),
    newcomer: staff(),
  },
);
const as = (token: string | undefined) => ({
  headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
});
const statusOf = async (route: string, token?: string) => (await send(route, as(token))).status;
const slug = (body: unknown) => (body as { type: string }).type.slice('/problems/'.length);

describe('a customer route', () => {
  it('knows who has signed in, with the persons that are theirs', async () => {
    const answer = await send('GET /profile', as('ann'));
    expect(answer).toMatchObject({
      status: 200,
      cookies: [],
      body: { id: 'account-1', persons: ['person-1', 'guest-1'] },
    });
  });

  it.each([
    ['no token', {}],
    ['an empty one', { authorization: '' }],
    ['a token of another scheme', { authorization: 'Basic ann' }],
    ['two tokens', { authorization: 'Bearer ann, Bearer ann' }],
    ['a token of nobody', { authorization: 'Bearer nobody' }],
    ['the name of an inherited member', { authorization: 'Bearer __proto__' }],
    ['a token of staff', { authorization: 'Bearer support' }],
  ])('is 401 with %s', async (_, headers) => {
    const answer = await send('GET /profile', { headers: headers });
    expect([answer.status, slug(answer.body)]).toEqual([401, 'unauthorized']);
  });

  it('takes the scheme in whatever letters', async () => {
    expect((await send('GET /profile', { headers: { authorization: 'bearer ann' } })).status).toBe(200);
  });

  it('refuses a deactivated customer, unless it declares that state', async () => {
    const answer = await send('GET /profile', as('away'));
    expect([answer.status, slug(answer.body)]).toEqual([403, 'account-deactivated']);
    expect(await send('POST /reactivate', as('away'))).toMatchObject({ status: 200, body: { state: 'deactivated' } });
    expect(await send('POST /reactivate', as('ann'))).toMatchObject({ status: 200, body: { state: 'active' } });
  });
});

describe('a staff route', () => {
  it('is for its group alone, and no group implies another', async () => {
    expect(await send('GET /admin/support', as('support'))).toMatchObject({
      status: 200,
      body: { id: 'staff-support' },
    });
    for (const token of ['admin', 'newcomer', 'ann', 'away']) {
      const answer = await send('GET /admin/support', as(token));
      expect([token, answer.status, slug(answer.body)]).toEqual([token, 403, 'forbidden']);
    }
  });

  it('for any of staff takes all of them, and no customer', async () => {
    const all = ['support', 'admin', 'newcomer', 'ann', 'away'].map((token) => statusOf('GET /admin/office', token));
    expect(await Promise.all(all)).toEqual([200, 200, 200, 403, 403]);
  });

  it('is 401 for whoever has not signed in', async () => {
    expect([await statusOf('GET /admin/support'), await statusOf('GET /admin/office', 'nobody')]).toEqual([401, 401]);
  });
});

describe('a route for visitors and customers', () => {
  const by = async (headers: Record<string, string>, cookies: string[] = []) => {
    const { status, body, cookies: set } = await add({ text: 'a' }, headers, { cookies });
    return { status, by: (body as { by: string }).by, set };
  };

  it('keeps a customer’s things under an id of the person, whatever the session, and begins none', async () => {
    const own = { status: 201, by: visitorOfPerson('person-1'), set: [] };
    expect(await by({ authorization: 'Bearer ann' })).toEqual(own);
    expect(await by({ authorization: 'Bearer ann' }, [`__Host-session=${'a'.repeat(22)}`])).toEqual(own);
    expect(own.by).toMatch(/^[\w-]{22}$/);
    expect(own.by).not.toContain('person-1');
  });

  it.each([
    ['nobody', 401],
    ['support', 401],
    ['away', 403],
  ])('does not take a token of %s for a visitor', async (token, status) => {
    expect(await by({ authorization: `Bearer ${token}` })).toMatchObject({ status, set: [] });
  });
});

describe('a buyer route', () => {
  const later = Math.floor(ports.now().getTime() / 1000) + 60;
  const token = signToken(testKeyRing, 'order', 'order-1', later);
  const read = (headers: Record<string, string>) => send('GET /orders/{id}', { path: { id: 'order-1' }, headers });

  it('hands a customer to its handler, which has to look whose the thing is', async () => {
    const answer = await read({ authorization: 'Bearer ann' });
    expect(answer).toMatchObject({ status: 200, body: { id: 'order-1', customer: 'account-1' } });
  });

  it('is open to whoever has its token, who is then no customer', async () => {
    const answer = await read({ authorization: 'Bearer nobody', 'order-token': token });
    expect(answer).toMatchObject({ status: 200, body: { id: 'order-1' } });
    expect(answer.body).not.toHaveProperty('customer');
  });

  it('takes a customer whose token for the thing is wrong by the access token', async () => {
    expect((await read({ authorization: 'Bearer ann', 'order-token': 'x' })).body).toMatchObject({
      customer: 'account-1',
    });
  });

  it.each([
    ['nobody', 401],
    ['support', 401],
    ['away', 403],
  ])('refuses an access token of %s', async (bearer, status) => {
    expect((await read({ authorization: `Bearer ${bearer}` })).status).toBe(status);
  });
});
