import { randomBytes } from 'node:crypto';
import { BatchGetItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { fulfilment } from '../../../functions/fulfilment/contract.ts';
import { routes } from '../../../functions/fulfilment/routes.ts';
import { stageKeys } from '../../../functions/kit/crypto/data-keys.ts';
import { seal } from '../../../functions/kit/crypto/seal.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import type { Order } from '../../../functions/orders/domain.ts';
import { orderWrite } from '../../../functions/orders/store.ts';
import { orderToken } from '../../../functions/orders/token.ts';
import { placeOf } from '../../../functions/pins/pin.ts';
import { revealNotice } from '../../../functions/policy/public.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { customerSession } from '../../builders/made-up-context.ts';
import { orderRow } from '../../builders/orders.ts';
import { testKeyRing, testPorts } from '../../harness/ports.ts';

const [dynamo, kms] = [mockClient(DynamoDBClient), mockClient(KMSClient)];
const region = { region: 'us-east-1' };
const signedIn = (persons: string[], minutesAgo: number) =>
  customerSession({ person: 'person-1', persons, authTime: new Date(Date.now() - minutesAgo * 60_000) });
const sessions = {
  owner: signedIn(['person-1', 'buyer'], 1),
  stale: signedIn(['person-1', 'buyer'], 20),
  stranger: signedIn(['person-1'], 1),
};
const ports = testPorts({
  dynamo: new DynamoDBClient(region),
  sessions,
  keys: stageKeys('test', new KMSClient(region)),
});
const handler = serve(fulfilment, routes, ports);

const id = 'O'.repeat(22);
const row = orderRow(id, 'fulfilled', {
  placedAt: new Date().toISOString(),
  revealed: { at: new Date().toISOString(), text: revealNotice.hash },
});
const token = orderToken(testKeyRing, row);
const dataKey = randomBytes(32);
const pin = { sku: 'CARD-A', id: 'pin-1', batch: 'batch-1', heldBy: id };
const sealed = seal(dataKey, randomBytes(12), placeOf(pin.sku, pin.id), '1234-5678');
const unavailable = { status: 503, headers: { 'retry-after': '2' }, body: { type: '/problems/unavailable' } };
const named = (name: string, status = 400) =>
  Object.assign(new Error('CANARY'), { name, $metadata: { httpStatusCode: status } });

const read = (shown: string | undefined = token, path = id) =>
  call(handler, httpEvent('GET /orders/{id}', { path: { id: path }, headers: { 'order-token': shown } }));

/** The row of an order as its store writes it. */
const itemOf = (order: Order) => {
  const write = orderWrite(order, ports);
  return 'Put' in write ? write.Put.Item : undefined;
};

/** A fulfilled order with one PIN. */
beforeEach(() => {
  dynamo.reset();
  kms.reset();
  ports.logged.length = 0;
  const [orders, holds] = [ports.table('orders.orders'), ports.table('pins.holds')];
  dynamo.on(GetItemCommand, { TableName: orders }).resolves({ Item: itemOf(row) });
  dynamo
    .on(GetItemCommand, { TableName: holds })
    .resolves({ Item: toItem({ order: id, pins: { 'CARD-A': ['pin-1'] } }) });
  dynamo.on(BatchGetItemCommand).callsFake(({ RequestItems }: { RequestItems: object }) => {
    const [table = ''] = Object.keys(RequestItems);
    const item =
      table === ports.table('pins.pins')
        ? { ...pin, sealed }
        : { id: 'batch-1', wrapped: randomBytes(40), purpose: 'pins' };
    return { Responses: { [table]: [toItem(item)] } };
  });
  kms.on(DecryptCommand).resolves({ Plaintext: dataKey });
});

describe('GET /orders/{id}', () => {
  it('shows the PINs of a revealed order to whoever has its token', async () => {
    expect(await read()).toMatchObject({ status: 200, body: { id, pins: [{ sku: 'CARD-A', pin: '1234-5678' }] } });
  });

  const stored = (more: Partial<Order>) =>
    dynamo
      .on(GetItemCommand, { TableName: ports.table('orders.orders') })
      .resolves({ Item: itemOf({ ...row, ...more }) });

  it('shows the text to agree to, and opens no PIN, of an order that was not revealed', async () => {
    stored({ revealed: undefined });
    const answer = await read();
    expect(answer).toMatchObject({ status: 200, body: { revealed: false, revealNotice } });
    expect([kms.calls().length, Object.keys(answer.body as object)]).toEqual([0, expect.not.arrayContaining(['pins'])]);
  });

  it('shows the text that was agreed to of an order that was revealed', async () => {
    expect(await read()).toMatchObject({ body: { revealed: true, revealNotice } });
  });

  it('says until when the PINs are not shown', async () => {
    stored({ revealed: undefined, revealFrom: '2126-01-01T00:00:00.000Z' });
    expect((await read()).body).toMatchObject({ revealed: false, revealFrom: '2126-01-01T00:00:00.000Z' });
  });

  it.each([
    ['is disputed', { disputed: true }],
    ['was refunded', { status: 'refunded' as const }],
  ])('opens no PIN of an order that %s', async (_, more) => {
    stored(more);
    const answer = await read();
    expect([answer.status, kms.calls().length]).toEqual([200, 0]);
    expect(answer.body).not.toHaveProperty('pins');
  });

  it.each([
    ['no token', ''],
    ['a made-up one', 'k1.abc.def'],
    ['one of another order', orderToken(testKeyRing, { ...row, id: 'P'.repeat(22) })],
    [
      'one of ninety-one days ago',
      orderToken(testKeyRing, { id, placedAt: new Date(Date.now() - 91 * 86_400_000).toISOString() }),
    ],
  ])('is 404 with %s, and reads nothing', async (_, wrong) => {
    expect(await read(wrong)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect(dynamo.calls()).toEqual([]);
  });

  it('is the same 404 for an order that does not exist', async () => {
    dynamo.on(GetItemCommand, { TableName: ports.table('orders.orders') }).resolves({});
    const [none, foreign] = [await read(), await read('k1.abc.def')];
    expect(none).toEqual(foreign);
  });

  it.each([
    ['the order', () => dynamo.on(GetItemCommand).rejects(named('ThrottlingException'))],
    ['the PINs', () => dynamo.on(BatchGetItemCommand).rejects(named('ProvisionedThroughputExceededException'))],
    ['the key of the PINs', () => kms.on(DecryptCommand).rejects(named('ThrottlingException'))],
  ])('is 503 when the read of %s is throttled', async (_, fault) => {
    fault();
    expect(await read()).toMatchObject(unavailable);
  });

  it('is 503 when KMS fails, and 500 when it refuses: that needs a person', async () => {
    kms.on(DecryptCommand).rejects(named('KMSInternalException', 500));
    expect(await read()).toMatchObject(unavailable);
    kms.on(DecryptCommand).rejects(named('AccessDeniedException'));
    expect((await read()).status).toBe(500);
    expect(ports.logged.filter(({ level }) => level !== 'info').map(({ level }) => level)).toEqual(['warn', 'error']);
    expect(JSON.stringify(ports.logged)).not.toMatch(/CANARY|1234/);
  });

  it('shows no PIN that another order holds', async () => {
    const other = toItem({ ...pin, heldBy: 'P'.repeat(22), sealed });
    dynamo.on(BatchGetItemCommand).resolves({ Responses: { [ports.table('pins.pins')]: [other] } });
    const answer = await read();
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('1234');
  });
});

describe('a customer who looks at an order that joined their account', () => {
  const look = (token: string) =>
    call(handler, httpEvent('GET /orders/{id}', { path: { id }, headers: { authorization: `Bearer ${token}` } }));
  beforeEach(() => void kms.on(DecryptCommand).resolves({ Plaintext: dataKey }));

  it('sees its PINs after a fresh sign-in', async () => {
    expect((await look('owner')).body).toMatchObject({ id, pins: [{ sku: 'CARD-A', pin: '1234-5678' }] });
  });

  it('sees it without them else, and is told to sign in', async () => {
    const { body } = await look('stale');
    expect(body).toMatchObject({ id, status: 'fulfilled', signInForPins: true });
    expect(body).not.toHaveProperty('pins');
  });

  it('has its PINs revealed after a fresh sign-in only', async () => {
    const reveal = (token: string) =>
      call(
        handler,
        httpEvent('POST /orders/{id}/reveal', {
          path: { id },
          headers: { authorization: `Bearer ${token}` },
          body: { consentHash: revealNotice.hash },
        }),
      );
    expect(await reveal('owner')).toMatchObject({ status: 200, body: { pins: [{ pin: '1234-5678' }] } });
    expect(await reveal('stale')).toMatchObject({ status: 403, body: { type: '/problems/sign-in-again' } });
    expect(await reveal('stranger')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  });

  it('sees nothing of an order that is not theirs', async () => {
    expect(await look('stranger')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  });
});
