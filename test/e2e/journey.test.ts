import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { localAccess } from '../harness/dynamodb.ts';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../harness/running-shop.ts';
import {
  capturesFor,
  decide,
  deliveries,
  eventually,
  faults,
  mailsTo,
  shopper,
  type Placed,
} from '../harness/shopper.ts';

const home = newHome();
let shop: RunningShop;
beforeAll(async () => {
  shop = await startRunningShop(home);
});
afterAll(async () => {
  await shop.stop();
  removeHome(home);
});

type Product = { sku: string; inStock: boolean; price: { amount: string; currency: string } };
const products = async (): Promise<Product[]> =>
  ((await shopper(shop.addresses).ask('GET', '/products')).body as { items: Product[] }).items;
const inStock = async (): Promise<Product[]> => (await products()).filter((product) => product.inStock);

const base64 = (text: string): string => Buffer.from(text).toString('base64');

let buyers = 0;
/** A visitor with one card in the cart who has placed an order. */
const placed = async () => {
  const visitor = shopper(shop.addresses);
  const [product] = await inStock();
  await visitor.put(product?.sku ?? '', 1);
  const email = `buyer-${(buyers += 1)}@example.com`;
  const { body, status } = await visitor.checkOut(email);
  expect(status).toBe(201);
  return { visitor, email, order: body, sku: product?.sku ?? '' };
};

const quiet = async (order: Placed, atLeast: number) =>
  eventually(
    async () => (await deliveries(shop.addresses)).filter(({ orderId }) => order.approveUrl.includes(orderId)),
    (all) => all.filter(({ status }) => status === 200).length >= atLeast,
    40,
  );

describe('a person buys a calling card', () => {
  afterEach(() => faults(shop.addresses.paypal));

  it('from the product list to the PIN and a receipt, once', async () => {
    const all = await products();
    expect(new Set(all.map(({ price }) => price.currency))).toEqual(new Set(['USD', 'EUR', 'JPY']));
    expect(JSON.stringify(all)).not.toMatch(/stock":\d/);
    const { visitor, email, order, sku } = await placed();
    // promise: P32
    expect(order.notice.text).toMatch(/redirected to PayPal/);
    const page = await (await fetch(order.approveUrl)).text();
    expect(page).toContain('approve');
    expect(await decide(order.approveUrl, 'approve')).toContain(`/checkout/return/${order.orderId}`);
    const ready = await visitor.fulfilled(order);
    expect(ready).toMatchObject({ revealed: false, revealNotice: { text: expect.stringContaining('withdraw') } });
    expect(ready).not.toHaveProperty('pins');
    const seen = await visitor.revealed(order);
    expect(await visitor.order(order)).toEqual(seen);
    expect(seen.pins).toEqual([{ sku, pin: expect.stringMatching(/\S{6,}/) }]);
    expect(seen.history.map(({ status }) => status)).toEqual(['created', 'approved', 'paid', 'fulfilled']);
    const mails = await eventually(
      () => mailsTo(shop.addresses, email),
      (mails) => mails.length > 1,
    );
    expect(mails).toHaveLength(2);
    const [mail] = mails.filter(({ subject }) => subject.includes('receipt'));
    const [confirmation] = mails.filter(({ subject }) => subject.includes('PINs were shown'));
    expect(confirmation?.text).toContain(ready.revealNotice.text.split('\n\n')[0]);
    expect(mail?.text).toContain(`/orders/${order.orderId}#${order.orderToken}`);
    expect(mail?.html).toContain(order.orderId);
    expect(JSON.stringify(mails)).not.toContain(seen.pins?.[0]?.pin);
    expect(await capturesFor(shop.addresses, order.orderId)).toBe(1);
    expect((await visitor.ask('GET', '/cart')).body).toMatchObject({ lines: [] });
    expect((await shopper(shop.addresses).ask('GET', `/orders/${order.orderId}`)).status).toBe(404);
  });

  it('once, when every webhook comes twenty-five times and in another order', async () => {
    await faults(shop.addresses.paypal, { duplicate: 25, reorder: true });
    const { visitor, email, order } = await placed();
    await decide(order.approveUrl, 'approve');
    await visitor.fulfilled(order, 40);
    await quiet(order, 50);
    expect(await capturesFor(shop.addresses, order.orderId)).toBe(1);
    expect((await visitor.revealed(order)).pins).toHaveLength(1);
    const receipts = await eventually(
      async () => (await mailsTo(shop.addresses, email)).filter(({ subject }) => subject.includes('receipt')),
      (mails) => mails.length > 0,
    );
    expect(receipts).toHaveLength(1);
  });

  it('also when the webhook comes before the answer to the create call', async () => {
    const visitor = shopper(shop.addresses);
    await visitor.put((await inStock())[0]?.sku ?? '', 1);
    await faults(shop.addresses.paypal, { createAnswerDelayMs: 1500, autoApproveMs: 10 });
    const { body: order, status } = await visitor.checkOut('early@example.com');
    expect(status).toBe(201);
    await visitor.fulfilled(order);
    expect(await capturesFor(shop.addresses, order.orderId)).toBe(1);
  });

  it('after cancelling at first', async () => {
    const { visitor, order } = await placed();
    expect(await decide(order.approveUrl, 'cancel')).toContain(`/checkout/cancel/${order.orderId}`);
    expect((await visitor.order(order)).status).toBe('created');
    await decide(order.approveUrl, 'approve');
    await visitor.fulfilled(order);
  });

  it('in one order, when the cart is checked out twice', async () => {
    const { visitor, email, order } = await placed();
    const again = await visitor.checkOut(email);
    expect(again.body).toEqual(order);
    await decide(order.approveUrl, 'approve');
    await visitor.fulfilled(order);
    expect(await capturesFor(shop.addresses, order.orderId)).toBe(1);
  });

  it('with the receipt to the corrected address alone, when the first one was mistyped', async () => {
    const { visitor, email: mistyped, order: first } = await placed();
    const { body: order } = await visitor.checkOut('corrected@example.com');
    expect((await visitor.order(first)).status).toBe('voided');
    await decide(order.approveUrl, 'approve');
    await visitor.fulfilled(order);
    const mails = await eventually(
      () => mailsTo(shop.addresses, 'corrected@example.com'),
      (seen) => seen.length > 0,
    );
    expect(mails).toHaveLength(1);
    expect(await mailsTo(shop.addresses, mistyped)).toEqual([]);
    expect(await capturesFor(shop.addresses, first.orderId)).toBe(0);
  }, 60_000);

  it('also when the capture was done and its answer was lost', async () => {
    const { visitor, order } = await placed();
    await faults(shop.addresses.paypal, { dropAfterCapture: 1 });
    await decide(order.approveUrl, 'approve');
    await visitor.fulfilled(order, 40);
    expect(await capturesFor(shop.addresses, order.orderId)).toBe(1);
  });

  it('is refused at the checkout when the card is out of stock', async () => {
    const none = (await products()).find((product) => !product.inStock);
    const visitor = shopper(shop.addresses);
    await visitor.put(none?.sku ?? '', 1);
    const { status, body } = await visitor.checkOut('too-late@example.com');
    expect([status, body]).toMatchObject([409, { type: '/problems/out-of-stock' }]);
    expect(await mailsTo(shop.addresses, 'too-late@example.com')).toEqual([]);
  });

  it('is not charged when the card sells out before the payment, and is told so', async () => {
    // Ten of this card are there, and both want nine.
    const wanting = async (email: string) => {
      const visitor = shopper(shop.addresses);
      await visitor.put('LATINO-USD-5', 9);
      const { body: order } = await visitor.checkOut(email);
      return { visitor, order };
    };
    const first = await wanting('first@example.com');
    const second = await wanting('second@example.com');
    await decide(first.order.approveUrl, 'approve');
    await first.visitor.fulfilled(first.order);
    await decide(second.order.approveUrl, 'approve');
    await eventually(
      () => second.visitor.order(second.order),
      ({ status }) => status === 'voided',
    );
    expect(await capturesFor(shop.addresses, second.order.orderId)).toBe(0);
    const [mail, ...more] = await eventually(
      () => mailsTo(shop.addresses, 'second@example.com'),
      (mails) => mails.length > 0,
    );
    expect(more).toEqual([]);
    expect(mail?.text).toContain('The cards that you chose sold out before we could take the payment.');
    expect(mail?.text).toContain('Nothing was charged');
  });

  it('and no table holds an address, a name or a PIN in plain text afterwards', async () => {
    const { visitor, email, order } = await placed();
    await decide(order.approveUrl, 'approve');
    const pin = (await visitor.revealed(order)).pins?.[0]?.pin ?? '';
    expect(pin).not.toBe('');
    await eventually(
      () => mailsTo(shop.addresses, email),
      (mails) => mails.length > 1,
    );
    const client = new DynamoDBClient({ endpoint: shop.addresses.dynamodb, ...localAccess });
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    expect(TableNames.length).toBeGreaterThanOrEqual(10);
    let dump = '';
    for (const TableName of TableNames)
      for await (const page of paginateScan({ client }, { TableName }))
        dump += JSON.stringify(page.Items, (_key, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
        );
    expect(dump).toContain(order.orderId);
    for (const secret of [
      email.split('@')[0] ?? '',
      '@example.com',
      '@personal.example.com',
      pin,
      base64(email),
      base64(pin),
    ])
      expect(dump).not.toContain(secret);
    client.destroy();
  });
});

describe('the shop', () => {
  it('ends without an error when it is told to', async () => {
    expect(await shop.stop()).toBe(0);
  }, 30_000);
});
