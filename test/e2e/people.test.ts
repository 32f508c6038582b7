import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { customer } from '../harness/customer.ts';
import { localAccess } from '../harness/dynamodb.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../harness/running-shop.ts';
import { decide, eventually, stillness } from '../harness/shopper.ts';
import { allTables, asSearched, dumpTables, putBack } from '../harness/table-dump.ts';

const home = newHome();
let shop: RunningShop;
let client: DynamoDBClient;
beforeAll(async () => {
  shop = await startRunningShop(home);
  client = new DynamoDBClient({ ...localAccess, endpoint: shop.addresses.dynamodb });
});
afterAll(async () => {
  client.destroy();
  await shop.stop();
  removeHome(home);
});

const stage = 'local';
const card = 'GLOBAL-USD-10';
const password = 'Correct-horse-9-battery';
type Row = Record<string, unknown>;

/** Somebody with an account, and what they do in the shop; whatever is refused ends the test. */
const person = (email: string, name: string) => {
  const { ask, code, signIn } = customer(shop.addresses);
  const held: { token?: string } = {};
  const good = async (
    method: string,
    route: string,
    more: { body?: object; headers?: Record<string, string> } = {},
  ) => {
    const { status, body } = await ask(method, route, { ...more, token: held.token });
    if (status >= 300) throw new Error(`${method} ${route} returned ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const fill = () => good('PUT', `/cart/items/${card}`, { body: { quantity: 1 } });
  const order = (more: object = {}) =>
    good('POST', '/checkout', {
      body: { email, marketing: true, ...more },
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
  const read = ({ orderId, orderToken }: Row) =>
    good('GET', `/orders/${String(orderId)}`, held.token ? {} : { headers: { 'order-token': String(orderToken) } });
  const fulfilled = (placed: Row) =>
    eventually(
      () => read(placed),
      ({ status }) => status === 'fulfilled',
    );
  const buy = async (more: object = {}) => {
    const placed = await order(more);
    if (typeof placed['approveUrl'] === 'string') await decide(placed['approveUrl'], 'approve');
    await fulfilled(placed);
    return placed;
  };
  const join = async () => {
    await good('POST', '/account/sign-up', { body: { email, password, name, marketing: true } });
    await good('POST', '/account/confirm', { body: { email, code: await code(email) } });
    held.token = await signIn(email, password);
  };
  const reveal = async (placed: Row) => {
    const { revealNotice } = (await read(placed)) as { revealNotice: { hash: string } };
    return good('POST', `/orders/${String(placed['orderId'])}/reveal`, { body: { consentHash: revealNotice.hash } });
  };
  return { ask, code, held, good, fill, buy, join, reveal };
};

const support = async () => {
  const { ask } = customer(shop.addresses);
  const member = shop.addresses.staff.find(({ groups }) => groups.includes('support'));
  const signedIn = await ask('POST', '/staff/sign-in', { body: { email: member?.email, password: member?.password } });
  const token = String(signedIn.body['accessToken']);
  return (email: string, reason: unknown) => ask('POST', '/admin/people/search', { token, body: { email, reason } });
};

const rowsOf = (dump: Awaited<ReturnType<typeof dumpTables>>, table: string) => dump.get(table) ?? [];
const eventsOfPayPal = async (): Promise<string[]> => {
  const all = (await (await fetch(`${shop.addresses.paypal}/_events`)).json()) as { type: string }[];
  return all.map(({ type }) => type);
};

/** What would tell of her: what she typed, and what PayPal says of whoever pays. */
const traces = ['maria.sanchez', 'Quintanilla', '5550143', 'Elm Street 77', 'okafor', 'personal.example.com'];

describe('a person', () => {
  it('buys, joins, saves a method, sees who looked, and is erased; a copy that is put back tells nothing', async () => {
    const [email, other] = ['Maria.Sanchez@example.com', 'control@example.com'];
    const [maria, control] = [person(email, 'Maria Quintanilla'), person(other, 'Control Person')];
    await control.join();

    await maria.fill();
    const asGuest = await maria.buy();
    await maria.join();
    const earlier = await maria.good('GET', '/profile/orders');
    expect((earlier['items'] as Row[]).map(({ id }) => id)).toEqual([asGuest['orderId']]);
    const { token } = maria.held;
    delete maria.held.token;
    await maria.fill();
    maria.held.token = token ?? '';
    expect(await maria.good('POST', '/cart/claim')).toMatchObject({ lines: [{ sku: card, quantity: 1 }] });
    await maria.good('PATCH', '/profile', {
      body: {
        telephone: '+15555550143',
        address: { lines: ['Elm Street 77'], town: 'Springfield', postalCode: '62701' },
      },
    });

    // promise: P6
    const first = await maria.buy({ savePaymentMethod: true });
    expect(first['saving']).toMatchObject({ text: expect.stringContaining('PayPal') });
    const { paymentMethod } = await eventually(
      () => maria.good('GET', '/profile'),
      (seen) => seen['paymentMethod'] !== null,
    );
    expect(paymentMethod).toMatchObject({ kind: 'paypal', masked: expect.stringMatching(/^••••.{2}$/) });
    await maria.fill();
    const second = await maria.buy({ paymentMethod: 'saved' });
    expect(second['approveUrl']).toBeNull();
    expect((await maria.reveal(second))['pins']).toHaveLength(1);

    const search = await support();
    expect(await search(email, first['orderId'])).toMatchObject({
      status: 200,
      body: { email, name: 'Maria Quintanilla' },
    });
    const exported = await maria.good('GET', '/profile/export');
    expect(exported).toMatchObject({
      accesses: [{ action: 'search', reason: first['orderId'], fields: expect.arrayContaining(['email']) }],
      account: { status: 'active', paymentMethod },
    });
    const ids = [asGuest, first, second].map(({ orderId }) => orderId);
    expect((exported['orders'] as Row[]).map(({ id }) => id).sort()).toEqual(ids.sort());

    // promise: P15
    await stillness(shop.addresses);
    const dump = await dumpTables(client, stage);
    for (const trace of traces) expect(asSearched(dump).toLowerCase()).not.toContain(trace.toLowerCase());
    const copy = new Map([...dump].filter(([name]) => allTables().get(name)?.holds !== 'person-keys'));

    await maria.good('POST', '/profile/erasure');
    await maria.good('DELETE', '/profile', { body: { code: await maria.code(email) } });
    await eventually(
      async () => rowsOf(await dumpTables(client, stage), 'people.persons').length,
      (left) => left === 1,
    );
    expect(await eventsOfPayPal()).toContain('VAULT.PAYMENT-TOKEN.DELETED');
    await stillness(shop.addresses);

    // What is put back may be gone at once: the daily worker replays the journal whenever it comes by.
    expect(rowsOf(copy, 'people.persons').length).toBeGreaterThan(1);
    await putBack(client, stage, copy);
    for (const route of ['/profile', '/profile/export', '/profile/orders']) {
      const { body } = await maria.ask('GET', route, { token: maria.held.token });
      for (const trace of [...traces, String((paymentMethod as Row)['masked'])])
        expect(JSON.stringify(body)).not.toContain(trace);
    }
    expect((await search(email, first['orderId'])).status).toBe(404);
    expect(await control.good('GET', '/profile')).toMatchObject({ email: other, name: 'Control Person' });
  });
});
