import fc from 'fast-check';
import { readEvent } from '../../../functions/payments/event.ts';

const approved = {
  id: 'WH-1',
  event_type: 'CHECKOUT.ORDER.APPROVED',
  resource: { id: 'ORDER1', payer: { email_address: 'a@b.example' } },
};

describe('an event of PayPal', () => {
  it('is reduced to its id, its type and the PayPal order it is about', () => {
    expect(readEvent(approved)).toEqual({ id: 'WH-1', type: 'CHECKOUT.ORDER.APPROVED', paypalOrder: 'ORDER1' });
  });

  it('names the order of a capture, not the capture', () => {
    const resource = { id: 'CAP1', supplementary_data: { related_ids: { order_id: 'ORDER2' } } };
    expect(readEvent({ id: 'WH-2', event_type: 'PAYMENT.CAPTURE.COMPLETED', resource })?.paypalOrder).toBe('ORDER2');
  });

  it('names the order of a reversed approval', () => {
    const event = { id: 'WH-3', event_type: 'CHECKOUT.PAYMENT-APPROVAL.REVERSED', resource: { order_id: 'ORDER3' } };
    expect(readEvent(event)?.paypalOrder).toBe('ORDER3');
  });

  it('names no order where there is none, or where the id is not one', () => {
    expect(readEvent({ id: 'WH-4', event_type: 'CUSTOMER.DISPUTE.CREATED', resource: {} })).not.toHaveProperty(
      'paypalOrder',
    );
    expect(readEvent({ ...approved, resource: { id: '../../v1/oauth2/token' } })).not.toHaveProperty('paypalOrder');
  });

  it.each([null, 'text', [], { id: 7 }, { supplementary_data: null }])(
    'is still an event when its resource is %j',
    (resource) => {
      expect(readEvent({ id: 'WH-5', event_type: 'X.Y', resource })).toEqual({ id: 'WH-5', type: 'X.Y' });
    },
  );

  it('is undefined for anything that is no event, and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(() => readEvent(value)).not.toThrow()));
    expect(readEvent({ event_type: 'X' })).toBeUndefined();
  });
});
