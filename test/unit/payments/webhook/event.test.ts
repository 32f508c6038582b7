import fc from 'fast-check';
import { readEvent } from '../../../../functions/payments/webhook/event.ts';

const approved = {
  id: 'WH-1',
  event_type: 'CHECKOUT.ORDER.APPROVED',
  resource: { id: 'ORDER1', payer: { email_address: 'a@b.example' } },
};

const ours = 'AbCdEfGhIjKlMnOpQrS-_v';

describe('an event of PayPal', () => {
  it('is reduced to its id, its type and the PayPal order it is about', () => {
    expect(readEvent(approved)).toEqual({ event: 'WH-1', type: 'CHECKOUT.ORDER.APPROVED', paypalOrder: 'ORDER1' });
  });

  it('names our order where PayPal repeats it, in the order’s unit or in the capture', () => {
    const order = { ...approved.resource, purchase_units: [{ custom_id: ours }] };
    expect(readEvent({ ...approved, resource: order })).toMatchObject({ customId: ours });
    const capture = { id: 'CAP1', custom_id: ours };
    expect(readEvent({ id: 'WH-2', event_type: 'PAYMENT.CAPTURE.PENDING', resource: capture })).toMatchObject({
      customId: ours,
    });
  });

  it.each(['a.buyer@mail.example', 'Pat Buyer', `${ours}x`, '', 7])(
    'keeps nothing of a reference that is no id of ours: %j',
    (custom_id) => {
      const event = { id: 'WH-2', event_type: 'PAYMENT.CAPTURE.PENDING', resource: { custom_id } };
      expect(readEvent(event)).toEqual({ event: 'WH-2', type: 'PAYMENT.CAPTURE.PENDING' });
    },
  );

  it.each(['COMPLETED', 'PENDING', 'DENIED', 'DECLINED'])('names capture and order of a capture that is %s', (what) => {
    const links = [
      { rel: 'self', href: 'https://api.paypal.com/v2/payments/captures/CAP1' },
      { rel: 'up', href: 'https://api.paypal.com/v2/checkout/orders/ORDER2' },
    ];
    const resource = { id: 'CAP1', supplementary_data: { related_ids: { order_id: 'ORDER2' } }, links };
    expect(readEvent({ id: 'WH-2', event_type: `PAYMENT.CAPTURE.${what}`, resource })).toMatchObject({
      paypalOrder: 'ORDER2',
      capture: 'CAP1',
    });
  });

  it.each(['REFUNDED', 'REVERSED'])('names by the link up alone the capture that was %s', (what) => {
    const event = (links?: unknown) => ({
      id: 'WH-2',
      event_type: `PAYMENT.CAPTURE.${what}`,
      resource: { id: 'REFUND1', links },
    });
    const links = [
      { rel: 'self', href: 'https://api.paypal.com/v2/payments/refunds/REFUND1' },
      { rel: 'up', href: 'https://api.paypal.com/v2/payments/captures/CAP1' },
    ];
    expect(readEvent(event(links))?.capture).toBe('CAP1');
    for (const none of [undefined, null, [], [null], [links[0]], 'up', [{ rel: 'up', href: 7 }]])
      expect(readEvent(event(none))).not.toHaveProperty('capture');
  });

  it('names the capture that a dispute is about', () => {
    const resource = { disputed_transactions: [{}, { seller_transaction_id: 'CAP1', buyer: { name: 'Pat' } }] };
    expect(readEvent({ id: 'WH-3', event_type: 'CUSTOMER.DISPUTE.CREATED', resource })).toEqual({
      event: 'WH-3',
      type: 'CUSTOMER.DISPUTE.CREATED',
      capture: 'CAP1',
    });
  });

  it('names the order of a reversed approval', () => {
    const event = { id: 'WH-3', event_type: 'CHECKOUT.PAYMENT-APPROVAL.REVERSED', resource: { order_id: 'ORDER3' } };
    expect(readEvent(event)?.paypalOrder).toBe('ORDER3');
  });

  it('names a saved payment method and the order that it came with, of its own events alone', () => {
    const resource = { id: '8kk8451t', metadata: { order_id: '8AB123456C789012D' }, payment_source: { paypal: {} } };
    const read = (event_type: string, of: object = resource) => readEvent({ id: 'WH-1', event_type, resource: of });
    expect(read('VAULT.PAYMENT-TOKEN.CREATED')).toMatchObject({ paypalOrder: '8AB123456C789012D', token: '8kk8451t' });
    expect(read('VAULT.PAYMENT-TOKEN.DELETED', { id: '8kk8451t' })).toEqual({
      event: 'WH-1',
      type: 'VAULT.PAYMENT-TOKEN.DELETED',
      token: '8kk8451t',
    });
    expect(read('VAULT.PAYMENT-TOKEN.DELETED', { id: 'ada@example.com' })).not.toHaveProperty('token');
    expect(read('CHECKOUT.ORDER.APPROVED')).not.toHaveProperty('token');
  });

  it('names no order where there is none, or where the id is not one', () => {
    expect(readEvent({ id: 'WH-4', event_type: 'CUSTOMER.DISPUTE.CREATED', resource: {} })).not.toHaveProperty(
      'paypalOrder',
    );
    expect(readEvent({ ...approved, resource: { id: '../../v1/oauth2/token' } })).not.toHaveProperty('paypalOrder');
  });

  it('loses no id because another field has an odd form', () => {
    const resource = { id: 'ORDER1', supplementary_data: 7, purchase_units: 'none', links: {} };
    expect(readEvent({ ...approved, resource })?.paypalOrder).toBe('ORDER1');
  });

  it.each([null, 'text', [], { id: 7 }, { supplementary_data: null }, JSON.parse('{"__proto__":{"order_id":"X"}}')])(
    'is still an event when its resource is %j',
    (resource: unknown) => {
      expect(readEvent({ id: 'WH-5', event_type: 'X.Y', resource })).toEqual({ event: 'WH-5', type: 'X.Y' });
    },
  );

  it('is undefined for anything that is no event, and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(() => readEvent(value)).not.toThrow()));
    const type = 'CUSTOMER.DISPUTE.CREATED';
    const resources = fc.record({ disputed_transactions: fc.jsonValue(), links: fc.jsonValue() });
    fc.assert(
      fc.property(resources, (resource) => expect(readEvent({ id: 'W', event_type: type, resource })?.type).toBe(type)),
    );
    for (const none of [{ event_type: 'X' }, { id: 'WH 1', event_type: 'X' }, { id: 'WH-1', event_type: 'Pat Buyer' }])
      expect(readEvent(none)).toBeUndefined();
  });
});
