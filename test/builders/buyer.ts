import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../functions/kit/store/client.ts';
import type { AskPayPal, Call } from '../../functions/paypal/client.ts';
import { decide, faults, openWorld, paymentsFor, type World } from '../harness/shop-in-process.ts';

export const minutes = 60_000;
export const hours = 60 * minutes;

/** A shop whose clock is set by the test, with buyers in it, and what is to be seen of their orders. */
export const shopWithBuyers = async (world: World) => {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const shop = await world.shop({ now, limits: { timeout: 3_000, tries: 1 } });
  await shop.stock('CARD-A', 30);
  let made = 0;

  const placed = async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const key = `key-${(made += 1)}`;
    const { body } = await shop.checkOut(cookies, key);
    const { orderId: id, approveUrl: url, orderToken: token } = body;
    return { id, url, token, cookies, key, paypal: await shop.paypalOrderOf(id) };
  };

  const approved = async () => {
    const order = await placed();
    await decide(order.url, 'approve');
    return order;
  };

  /** The order's row with the fields of its indexes. */
  const row = async (id: string) => {
    const request = { TableName: shop.ports.table('orders.orders'), Key: toItem({ id }), ConsistentRead: true };
    return unmarshall((await world.dynamo.client.send(new GetItemCommand(request))).Item ?? {});
  };

  const letters = async (id: string) => {
    const request = { TableName: shop.ports.table('mail.outbox') };
    const { Items = [] } = await world.dynamo.client.send(new ScanCommand(request));
    return Items.map((item) => unmarshall(item)).filter((letter) => String(letter['id']).endsWith(`:${id}`));
  };

  const captures = async (id: string) =>
    (await paymentsFor(world.paypalUrl, id)).flatMap((payment) => payment.captures);

  /** The ports, with a list of the calls to PayPal that go through them. */
  const spying = (paypal: AskPayPal = shop.ports.paypal) => {
    const calls: Call[] = [];
    const spy: AskPayPal = (call) => {
      calls.push(call);
      return paypal(call);
    };
    return { calls, ports: { ...shop.ports, paypal: spy } };
  };

  const errors = () =>
    shop.ports.logged.filter(({ level }) => level === 'error').map(({ event, fields }) => ({ event, ...fields }));

  return { clock, shop, ports: shop.ports, placed, approved, row, letters, captures, spying, errors };
};

export type Buyers = Awaited<ReturnType<typeof shopWithBuyers>>;

/** Opens a world with buyers for the tests of one file: it is there within tests, without faults and at the present time. */
export const buyersOfFile = (): { world: World; buyers: Buyers } => {
  const its = {} as { world: World; buyers: Buyers };
  beforeAll(async () => {
    its.world = await openWorld();
    its.buyers = await shopWithBuyers(its.world);
  }, 60_000);
  afterAll(() => its.world.close());
  beforeEach(() => {
    its.buyers.clock.ahead = 0;
    its.buyers.ports.logged.length = 0;
  });
  afterEach(() => faults(its.world.paypalUrl));
  return its;
};
