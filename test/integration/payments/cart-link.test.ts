import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { decide, faults, openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ limits: { timeout: 3_000, tries: 1 } });
  await shop.stock('CARD-A', 10);
  await shop.stock('CARD-NONE', 1);
}, 60_000);
afterAll(() => world.close());
afterEach(() => faults(world.paypalUrl));

/** The order's row as the table has it, whatever the code makes of it. */
const rowOf = async (id: string) => {
  const request = { TableName: shop.ports.table('orders.orders'), Key: toItem({ id }), ConsistentRead: true };
  return unmarshall((await world.dynamo.client.send(new GetItemCommand(request))).Item ?? {});
};

const ended = async (sku: string, fault?: object) => {
  const { body } = await shop.checkOut(await shop.visitor([sku, 1]), 'key');
  expect((await rowOf(body.orderId))['cart']).toEqual({ id: expect.any(String), version: 1 });
  if (sku === 'CARD-NONE') await shop.sellOut(sku);
  await decide(body.approveUrl, 'approve');
  if (fault) await faults(world.paypalUrl, fault);
  await settle(await shop.paypalOrderOf(body.orderId), shop.ports);
  await fulfil(body.orderId, shop.ports);
  return rowOf(body.orderId);
};

describe('an order that has ended', () => {
  // promise: P24
  it.each([
    ['fulfilled', 'CARD-A', undefined],
    ['voided', 'CARD-NONE', undefined],
    ['quarantined', 'CARD-A', { wrongAmount: '0.01', wrongIn: 'capture' }],
  ] as const)('as %s does not say any more which browser it came from', async (status, sku, fault) => {
    const row = await ended(sku, fault);
    expect(row).toMatchObject({ status, cart: { version: 1 } });
    expect(row['cart']).toEqual({ version: 1 });
  });
});
