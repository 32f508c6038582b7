import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { productItem } from '../../../functions/catalogue/store.ts';
import { checkout } from '../../../functions/checkout/contract.ts';
import { routes } from '../../../functions/checkout/routes.ts';
import { toItem, type Item } from '../../../functions/kit/store/client.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import type { Call, PayPalResponse, PayPalCall } from '../../../functions/paypal/client.ts';
import { money, product } from '../../builders/cards.ts';
import { faults } from '../../harness/faults.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';

const dynamo = mockClient(DynamoDBClient);
const created: PayPalResponse = {
  status: 201,
  body: { id: 'P1', status: 'CREATED', links: [{ rel: 'payer-action', href: 'https://paypal.example/P1' }] },
};

/** One visitor's cart and the rows that a checkout writes, in memory. */
const shop = (
  paypal: Partial<{ answer: (call: Call) => Promise<PayPalResponse>; authorize: () => Promise<void> }> = {},
) => {
  dynamo.reset();
  const calls: Call[] = [];
  const base = testPorts({ dynamo: new DynamoDBClient({ region: 'us-east-1' }) });
  const rows = new Map<string, Item>();
  const table = (name: string) => base.table(name);
  const expiresAt = Math.floor(Date.now() / 1000) + 1000;
  const lines = { 'CARD-A': { name: 'Card A', quantity: 1, unitPrice: money(900) } };
  const cart = toItem({ id: 'visitor', lines, currency: 'USD', version: 1, open: {}, expiresAt });

  const commit = (actions: TransactWriteItem[] = []) => {
    for (const { Put } of actions) if (Put) rows.set(Put.TableName ?? '', Put.Item ?? {});
  };
  dynamo.on(BatchGetItemCommand).callsFake(({ RequestItems }: { RequestItems: Record<string, unknown> }) => {
    if (RequestItems[table('catalogue.products')])
      return { Responses: { [table('catalogue.products')]: [productItem(product('CARD-A', money(900)))] } };
    const request = rows.get(table('checkout.requests'));
    return { Responses: { [table('cart.carts')]: [cart], [table('checkout.requests')]: request ? [request] : [] } };
  });
  dynamo.on(QueryCommand).resolves({ Count: 9 });
  dynamo.on(GetItemCommand).callsFake(() => ({ Item: rows.get(table('orders.orders')) }));
  dynamo.on(PutItemCommand).resolves({});
  dynamo.on(UpdateItemCommand).resolves({});
  dynamo.on(TransactWriteItemsCommand).callsFake(({ TransactItems }: { TransactItems: TransactWriteItem[] }) => {
    commit(TransactItems);
    return {};
  });

  const ask = async (request: Call): Promise<PayPalResponse> => {
    calls.push(request);
    return (paypal.answer ?? (async () => created))(request);
  };
  const payPalCall: PayPalCall = Object.assign(ask, { authorize: paypal.authorize ?? (async () => undefined) });
  const handler = serve(checkout, routes, { ...base, paypal: payPalCall });
  const cookies = ['__Host-session=AAAAAAAAAAAAAAAAAAAAAA'];
  const checkOut = (key: string | null = 'key', more: object = {}) =>
    call(
      handler,
      httpEvent('POST /checkout', {
        cookies,
        headers: key === null ? {} : { 'idempotency-key': key },
        body: { email: 'buyer@example.com', marketing: false, ...more },
      }),
    );
  return { checkOut, calls, rows, table, commit, logged: base.logged };
};

const unavailable = { status: 503, body: { type: '/problems/unavailable' } };
const condition = (actions: number, refused: number) =>
  Object.assign(new Error('cancelled'), {
    name: 'TransactionCanceledException',
    CancellationReasons: Array.from({ length: actions }, (_, n) => ({
      Code: n === refused ? 'ConditionalCheckFailed' : 'None',
    })),
  });

describe('the database reads of a checkout', () => {
  it('see what was written before: request, cart and order are read consistently', async () => {
    const { checkOut } = shop();
    await checkOut();
    await checkOut();
    const [first, ...reads] = dynamo.commandCalls(BatchGetItemCommand).map(({ args }) => args[0].input.RequestItems);
    expect(Object.values(first ?? {}).map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true]);
    expect(reads.length).toBeGreaterThan(0);
    const orders = dynamo.commandCalls(GetItemCommand).map(({ args }) => args[0].input.ConsistentRead);
    expect(orders).toEqual([true]);
  });

  it('that come back with keys unprocessed are a 503, never an empty cart', async () => {
    const { checkOut, table, rows } = shop();
    const Keys = [toItem({ id: 'visitor' })];
    dynamo.on(BatchGetItemCommand).resolves({ Responses: {}, UnprocessedKeys: { [table('cart.carts')]: { Keys } } });
    expect(await checkOut()).toMatchObject(unavailable);
    expect(rows.size).toBe(0);
  });

  it.each([
    ['cart and request', () => dynamo.on(BatchGetItemCommand).rejects(faults.throttled())],
    ['stock', () => dynamo.on(QueryCommand).rejects(faults.throttled())],
  ])('that are throttled for good are a 503 and place nothing: %s', async (_, throttle) => {
    const { checkOut, rows } = shop();
    throttle();
    const answer = await checkOut();
    expect(answer).toMatchObject(unavailable);
    expect(answer.headers).toHaveProperty('retry-after');
    expect(rows.size).toBe(0);
  });
});

describe('the transaction that places an order', () => {
  const transactions = () => dynamo.commandCalls(TransactWriteItemsCommand).length;

  it('is tried again after a conflict with another transaction', async () => {
    const { checkOut, rows } = shop();
    dynamo.on(TransactWriteItemsCommand).rejectsOnce(faults.conflict(5)).rejectsOnce(faults.conflict(5)).resolves({});
    expect((await checkOut()).status).toBe(201);
    expect(transactions()).toBe(3);
    expect(rows.size).toBe(0);
  });

  it('gives up after six conflicts, with a 503', async () => {
    const { checkOut, calls } = shop();
    dynamo.on(TransactWriteItemsCommand).rejects(faults.conflict(5));
    expect(await checkOut()).toMatchObject(unavailable);
    expect(transactions()).toBe(6);
    expect(calls).toEqual([]);
  });

  it('whose answer was lost is a 503 once, and the same order when the request is repeated', async () => {
    const { checkOut, commit, rows, table, calls } = shop();
    dynamo.on(TransactWriteItemsCommand).callsFake(({ TransactItems }: { TransactItems: TransactWriteItem[] }) => {
      commit(TransactItems);
      throw faults.timedOut();
    });
    expect(await checkOut()).toMatchObject(unavailable);
    const orderId = rows.get(table('orders.orders'))?.['id']?.S;
    expect(await checkOut()).toMatchObject({ status: 201, body: { orderId, status: 'created' } });
    expect(transactions()).toBe(6);
    expect(calls.map(({ requestId }) => requestId)).toEqual([`create-${orderId}-1`]);
  });

  it('that is refused because it had succeeded before has the order that it placed', async () => {
    const { checkOut, commit, rows, table } = shop();
    dynamo.on(TransactWriteItemsCommand).callsFake(({ TransactItems }: { TransactItems: TransactWriteItem[] }) => {
      commit(TransactItems);
      throw condition(5, 0);
    });
    const answer = await checkOut();
    const orderId = rows.get(table('orders.orders'))?.['id']?.S;
    expect(answer).toMatchObject({ status: 201, body: { orderId } });
    expect(transactions()).toBe(1);
  });

  it('that is always refused by a condition ends in a 409', async () => {
    const { checkOut } = shop();
    dynamo.on(TransactWriteItemsCommand).rejects(condition(5, 1));
    expect(await checkOut()).toMatchObject({ status: 409, body: { type: '/problems/cart-changed' } });
  });
});

describe('the payment at PayPal', () => {
  it('is where the buyer is sent when only the answer to storing it was lost', async () => {
    const { checkOut, rows, table } = shop();
    dynamo.on(UpdateItemCommand).callsFake(({ ExpressionAttributeValues }: { ExpressionAttributeValues: Item }) => {
      const order = rows.get(table('orders.orders')) ?? {};
      rows.set(table('orders.orders'), {
        ...order,
        attempts: { M: { '1': ExpressionAttributeValues[':attempt'] ?? { M: {} } } },
      });
      throw Object.assign(new Error('refused'), { name: 'ConditionalCheckFailedException' });
    });
    expect(await checkOut()).toMatchObject({ status: 201, body: { approveUrl: 'https://paypal.example/P1' } });
  });

  it('that PayPal refuses to create is counted, so that the next one has another request id', async () => {
    const { checkOut, logged } = shop({
      answer: async () => ({ status: 422, body: { name: 'UNPROCESSABLE_ENTITY' } }),
    });
    expect(await checkOut()).toMatchObject(unavailable);
    const [update, ...more] = dynamo.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input);
    expect(more).toEqual([]);
    expect(update).toMatchObject({
      UpdateExpression: 'SET attempt = :next',
      ExpressionAttributeValues: { ':n': { N: '1' }, ':next': { N: '2' } },
    });
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('has its token fetched beside the transaction: neither waits for the other', async () => {
    const tokenAsked = Promise.withResolvers<undefined>();
    const orderPlaced = Promise.withResolvers<undefined>();
    const { checkOut } = shop({
      authorize: async () => {
        tokenAsked.resolve(undefined);
        await orderPlaced.promise;
      },
    });
    dynamo.on(TransactWriteItemsCommand).callsFake(async () => {
      await tokenAsked.promise;
      orderPlaced.resolve(undefined);
      return {};
    });
    expect((await checkOut()).status).toBe(201);
  });

  it('is made although the token was not to be had at first', async () => {
    const { checkOut, calls } = shop({ authorize: () => Promise.reject(new Error('PayPal gave no token')) });
    expect((await checkOut()).status).toBe(201);
    expect(calls).toHaveLength(1);
  });

  it('needs no token for a request that is refused', async () => {
    let asked = 0;
    const { checkOut } = shop({ authorize: async () => void (asked += 1) });
    expect((await checkOut('key', { noticeHash: 'a'.repeat(64) })).status).toBe(409);
    expect(asked).toBe(0);
  });
});

describe('a request for a checkout', () => {
  it('needs an Idempotency-Key of one to 64 printable characters', async () => {
    const { checkOut, rows } = shop();
    expect(await checkOut(null)).toMatchObject({ status: 400, body: { type: '/problems/idempotency-key-required' } });
    const refused = { status: 400, body: { type: '/problems/invalid-idempotency-key' } };
    expect(await checkOut('x'.repeat(65))).toMatchObject(refused);
    expect(await checkOut('')).toMatchObject(refused);
    expect(rows.size).toBe(0);
    expect((await checkOut('x'.repeat(64))).status).toBe(201);
  });

  it.each([
    'buyer@192.168.0.1',
    'buyer@example．com',
    'buyer@xn--a.com',
    'buyer@exam\u200bple.com',
    'buyer@example.com.',
  ])('with an address that is none is refused without an echo of it: %s', async (email) => {
    const { checkOut, rows, logged } = shop();
    const { status, body } = await checkOut('key', { email });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { errors: [{ at: '/body/email', is: 'not of the expected form' }] },
    });
    expect(JSON.stringify([body, logged])).not.toMatch(/buyer|192|xn--|exam.?ple/);
    expect(rows.size).toBe(0);
  });
});
