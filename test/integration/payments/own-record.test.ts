import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { pinsOf } from '../../../functions/pins/public.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { hours, buyersOfFile } from '../../builders/buyer.ts';
import { decide, faults } from '../../harness/shop-in-process.ts';

const its = buyersOfFile();

const misfit = (outcome: string) => ({ event: 'payment does not fit its order', outcome });

/** A buyer's order that is delivered. */
const fulfilled = async () => {
  const bought = await its.buyers.approved();
  expect(await settle(bought.paypal, its.buyers.ports)).toBe('fulfilled');
  return { ...bought, capture: (await its.buyers.shop.order(bought.id)).capture ?? '' };
};

/** Sets attributes of an order's row. */
const change = (id: string, UpdateExpression: string, names: Record<string, string>, values: object = {}) =>
  its.world.dynamo.client.send(
    new UpdateItemCommand({
      TableName: its.buyers.ports.table('orders.orders'),
      Key: toItem({ id }),
      UpdateExpression,
      ExpressionAttributeNames: names,
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: toItem(values) }),
    }),
  );

describe('the order of a payment is found in our own record', () => {
  it('and PayPal is not asked about a payment that is not there, whatever order an event names', async () => {
    const { id } = await its.buyers.placed();
    const { calls, ports } = its.buyers.spying();
    expect(await settle('5O190127TN364715T', ports)).toBe('unknown');
    expect(await settle('5O190127TN364715T', ports, { customId: id })).toBe('unknown');
    expect(await settle('5O190127TN364715T', ports, { customId: '' })).toBe('unknown');
    expect(await settle(undefined, ports, { capture: '3C679366HH908993F', customId: id })).toBe('unknown');
    expect(calls).toEqual([]);
  });

  it('by the order that an event names, while the index is behind, if that order names the payment', async () => {
    const { id, paypal } = await its.buyers.approved();
    await change(id, 'REMOVE #p', { '#p': 'paypalOrder' });
    expect(await settle(paypal, its.buyers.ports)).toBe('unknown');
    expect(await settle(paypal, its.buyers.ports, { customId: id })).toBe('fulfilled');
  });

  it('by the index of PayPal orders, when the event names another order', async () => {
    const other = await its.buyers.placed();
    const { id, paypal } = await its.buyers.approved();
    expect(await settle(paypal, its.buyers.ports, { customId: other.id })).toBe('fulfilled');
    expect((await its.buyers.shop.order(other.id)).status).toBe('created');
    expect((await its.buyers.shop.order(id)).status).toBe('fulfilled');
  });

  it('by the capture alone, and read back by the PayPal order that was captured', async () => {
    const { paypal, capture } = await fulfilled();
    const { calls, ports } = its.buyers.spying();
    expect(await settle(undefined, ports, { type: 'PAYMENT.CAPTURE.REFUNDED', capture })).toBe('done');
    expect(calls.map(({ path }) => path)).toEqual([`/v2/checkout/orders/${paypal}`]);
  });

  it('also once PayPal states another custom_id', async () => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { wrongCustomId: 'another', wrongIn: 'captured' });
    await settle(paypal, its.buyers.ports, { customId: 'another' });
    expect(await its.buyers.row(id)).toMatchObject({ status: 'quarantined', paypalOrder: paypal });
  });
});

describe('an event that says nothing new', () => {
  it.each([
    ['the stored capture is complete', 'PAYMENT.CAPTURE.COMPLETED', 0],
    ['the captured payment was approved', 'CHECKOUT.ORDER.APPROVED', 0],
    ['the capture was refunded', 'PAYMENT.CAPTURE.REFUNDED', 1],
  ])('needs no call to PayPal; one that may does: %s', async (_what, type, reads) => {
    const { id, paypal, capture } = await fulfilled();
    const { calls, ports } = its.buyers.spying();
    expect(await settle(paypal, ports, { type, capture, customId: id })).toBe('done');
    expect(calls).toHaveLength(reads);
  });
});

describe('what is compared once it is captured', () => {
  const wrongs = [
    ['amount', { wrongAmount: '0.01' }],
    ['currency', { wrongCurrency: 'EUR' }],
    ['payee', { wrongPayee: 'SOMEBODYELSE' }],
    ['reference', { wrongCustomId: 'another' }],
  ] as const;

  it.each(wrongs)('is the %s out of the answer to the capture: another one is quarantined', async (_what, fault) => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { ...fault, wrongIn: 'captured' });
    expect(await settle(paypal, its.buyers.ports)).not.toBe('fulfilled');
    expect((await its.buyers.shop.order(id)).status).toBe('quarantined');
    expect(its.buyers.errors()).toContainEqual({ event: 'payment quarantined', outcome: 'quarantined' });
    expect(await its.buyers.letters(id)).toEqual([]);
  });

  it('is read from the capture itself where the answer lacks it', async () => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { sparseCapture: true });
    const { calls, ports } = its.buyers.spying();
    expect(await settle(paypal, ports)).toBe('fulfilled');
    const { capture } = await its.buyers.shop.order(id);
    expect(calls.map(({ path }) => path)).toContain(`/v2/payments/captures/${capture}`);
  });

  it.each(wrongs)('is quarantined when only the capture itself tells another %s', async (_what, fault) => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { sparseCapture: true, ...fault, wrongIn: 'capture' });
    await settle(paypal, its.buyers.ports);
    expect((await its.buyers.shop.order(id)).status).toBe('quarantined');
  });

  it.each(['amount', 'custom_id', 'payee'])('is never a match where %s is nowhere', async (field) => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { sparseCapture: true });
    const lacking: AskPayPal = async (call) => {
      const answer = await its.buyers.ports.paypal(call);
      if (!call.path.startsWith('/v2/payments/captures/')) return answer;
      return { ...answer, body: { ...(answer.body as object), [field]: undefined } };
    };
    await settle(paypal, { ...its.buyers.ports, paypal: lacking });
    expect((await its.buyers.shop.order(id)).status).toBe('quarantined');
  });

  it('is waited for when the capture cannot be read yet', async () => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { sparseCapture: true, hideCapture: 1 });
    await expect(settle(paypal, its.buyers.ports)).rejects.toThrow();
    expect((await its.buyers.shop.order(id)).status).toBe('approved');
    expect(await settle(paypal, its.buyers.ports)).toBe('fulfilled');
  });
});

describe('a capture of a status that nobody knows', () => {
  it('waits: no new payment is offered, nothing is delivered, and it goes on once the status is known', async () => {
    const { id, paypal, cookies, key } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { captureStatus: 'SOMETHING_NEW' });
    expect(await settle(paypal, its.buyers.ports)).toBe('wait');
    expect((await its.buyers.shop.checkOut(cookies, key)).body).toMatchObject({ orderId: id, approveUrl: null });
    expect((await its.buyers.shop.order(id)).status).toBe('pending');
    await faults(its.world.paypalUrl);
    expect(await settle(paypal, its.buyers.ports)).toBe('fulfilled');
    expect(await its.buyers.captures(id)).toHaveLength(1);
  });

  it('is parked with one alarm after a day, its PINs held, and is delivered even then', async () => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { captureStatus: 'SOMETHING_NEW' });
    expect(await settle(paypal, its.buyers.ports)).toBe('wait');
    its.buyers.clock.ahead = 23 * hours;
    expect(await settle(paypal, its.buyers.ports)).toBe('wait');
    its.buyers.clock.ahead = 25 * hours;
    expect(await settle(paypal, its.buyers.ports)).toBe('parked');
    expect(await settle(paypal, its.buyers.ports)).toBe('parked');
    expect(await its.buyers.row(id)).toMatchObject({ open: 'parked', parked: 'unknown-capture-status' });
    expect(await pinsOf(id, its.buyers.ports)).toHaveLength(1);
    expect(its.buyers.errors()).toEqual([{ event: 'order parked', outcome: 'unknown-capture-status' }]);
    await faults(its.world.paypalUrl);
    expect(await settle(paypal, its.buyers.ports)).toBe('fulfilled');
    expect(await its.buyers.row(id)).not.toHaveProperty('open');
  });
});

describe('a second capture', () => {
  it('on the same PayPal order is alarmed, and the order is delivered once', async () => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { captureTwice: true });
    expect(await settle(paypal, its.buyers.ports)).toBe('late');
    expect(await its.buyers.captures(id)).toHaveLength(2);
    expect(its.buyers.errors()).toEqual([misfit('late')]);
    expect((await its.buyers.letters(id)).map((letter) => letter['id'])).toEqual([`receipt:${id}`]);
    expect(await pinsOf(id, its.buyers.ports)).toHaveLength(1);
  });

  it('on a second PayPal order of an order that is delivered is alarmed, and nothing is delivered for it', async () => {
    const { id, capture } = await fulfilled();
    const unit = { custom_id: id, amount: { currency_code: 'USD', value: '10.00' } };
    const body = JSON.stringify({ intent: 'CAPTURE', purchase_units: [unit] });
    const created = await its.buyers.ports.paypal({ method: 'POST', path: '/v2/checkout/orders', body });
    const second = (created.body as { id: string }).id;
    const attempt = { paypalOrder: second, approveUrl: '', at: new Date().toISOString() };
    await change(id, 'SET #a.#n = :attempt', { '#a': 'attempts', '#n': '9' }, { ':attempt': attempt });
    await decide(`${its.world.paypalUrl}/checkoutnow?token=${second}`, 'approve');
    expect(await settle(second, its.buyers.ports, { customId: id })).toBe('done');
    await its.buyers.ports.paypal({ method: 'POST', path: `/v2/checkout/orders/${second}/capture`, body: '{}' });
    expect(await settle(second, its.buyers.ports, { customId: id })).toBe('late');
    expect(its.buyers.errors()).toEqual([misfit('late')]);
    expect((await its.buyers.shop.order(id)).capture).toBe(capture);
    expect(await its.buyers.letters(id)).toHaveLength(1);
  });
});
