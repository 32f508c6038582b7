import { openOrderFlow, type StepCost } from '../../harness/order-flow.ts';
import { decide, openWorld, paymentsFor, type World } from '../../harness/shop-in-process.ts';
import { sum } from '../../harness/write-units.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

const look = 'the look at the order and the reveal';

/** Everything up to the receipt; the reveal comes on top. */
const totals = (costs: StepCost[]) => {
  const of = (pick: (cost: StepCost) => number) => sum(costs.filter(({ step }) => step !== look).map(pick));
  return {
    wru: of(({ wru }) => wru),
    rru: of(({ rru }) => rru),
    requests: of(({ requests }) => requests.length),
    paypal: of(({ paypal }) => paypal),
    kms: sum(costs.map(({ kms }) => kms)),
    invocations: of(({ step }) => Number(step.startsWith('invocation'))),
  };
};

const table = (costs: StepCost[]): string =>
  [
    ['', 'WRU', 'RRU', 'requests', 'PayPal', 'KMS'],
    ...costs.map(({ step, wru, rru, requests, paypal, kms }) => [step, wru, rru, requests.length, paypal, kms]),
  ]
    .map(([step, ...cells]) => `${String(step).padEnd(48)}${cells.map((cell) => String(cell).padStart(9)).join('')}`)
    .join('\n');

/** An order of so many cards and PINs each, from checkout to receipt and the buyer's look at the PINs. */
const buy = async (cards: number, each: number): Promise<StepCost[]> => {
  const { shop, back, costs, step, stream, event } = await openOrderFlow(world);
  const skus = Array.from({ length: cards }, (_, n) => `GLOBAL-USD-${10 + n}`);
  for (const sku of skus) await shop.stock(sku, 30);
  const cookies = await shop.visitor(...skus.map((sku): [string, number] => [sku, each]));
  const { body } = await step('checkout', () => shop.checkOut(cookies, 'key'));
  await decide(body.approveUrl, 'approve');
  const id = await shop.paypalOrderOf(body.orderId);
  await event('CHECKOUT.ORDER.APPROVED', { id, purchase_units: [{ custom_id: body.orderId }] });
  await stream('settle', await back.settleRecords());
  const [payment] = await paymentsFor(world.paypalUrl, body.orderId);
  const related = { supplementary_data: { related_ids: { order_id: id } } };
  await event('PAYMENT.CAPTURE.COMPLETED', {
    id: payment?.captures[0]?.id,
    custom_id: body.orderId,
    ...related,
  });
  await stream('settle', await back.settleRecords());
  await stream('deliver', await back.mailRecords());
  const { body: seen } = await step(look, () => shop.revealOrder(body.orderId, body.orderToken));
  expect((seen as { pins: object[] }).pins).toHaveLength(cards * each);
  console.info(table(costs));
  return costs;
};

describe('an order from checkout to receipt, webhooks included', () => {
  // Each unit has its reason in ADR 30.
  it.each([
    { cards: 1, each: 2, cost: { wru: 40, rru: 10.5, requests: 20, paypal: 3, kms: 3, invocations: 4 } },
    { cards: 10, each: 1, cost: { wru: 73, rru: 24, requests: 38, paypal: 3, kms: 12, invocations: 4 } },
  ])('of $cards cards with $each PINs each costs $cost.wru write units in $cost.requests requests', async (order) => {
    expect(totals(await buy(order.cards, order.each))).toEqual(order.cost);
  });
});
