import { settledBy, type EventFacts } from '../../../../functions/payments/domain/settled-by.ts';

const now = 1_800_000_000_000;
const inSeconds = (seconds: number) => now / 1000 + seconds;
const total = { amount: 1000, currency: 'USD' } as const;
const placed: EventFacts = {
  id: 'o1', status: 'created', total, opened: now, since: now, paypalOrder: 'P1', open: ['P1'], checkAt: inSeconds(600),
}; // prettier-ignore
const fulfilled: EventFacts = { ...placed, status: 'fulfilled', capture: 'C1', checkAt: undefined };
const approved = { type: 'CHECKOUT.ORDER.APPROVED', paypalOrder: 'P1' };
const completed = { type: 'PAYMENT.CAPTURE.COMPLETED', paypalOrder: 'P1', capture: 'C1' };

describe('an event of a payment', () => {
  it.each([
    ['that its order reads back soon', placed, 'with-its-order'],
    ['whose order is approved', { ...placed, status: 'approved' }, 'with-its-order'],
    ['whose order is pending', { ...placed, status: 'pending' }, 'with-its-order'],
    ['whose order may be looked at just now', { ...placed, checkAt: inSeconds(60) }, 'by-itself'],
    ['whose order is looked at a second later than that', { ...placed, checkAt: inSeconds(61) }, 'with-its-order'],
    ['whose order is looked at late', { ...placed, checkAt: inSeconds(601) }, 'by-itself'],
    ['whose order nobody looks at', { ...placed, checkAt: undefined }, 'by-itself'],
    ['whose order is parked', { ...placed, parked: 'capture-gone' }, 'by-itself'],
    ['whose order has ended', { ...placed, status: 'voided' }, 'by-itself'],
    ['whose order is the fulfilment’s', { ...placed, status: 'paid' }, 'by-itself'],
    ['of an attempt that nobody reads back', { ...placed, open: ['P2'] }, 'by-itself'],
    ['that names no order of ours', undefined, 'by-itself'],
  ] as const)('%s is left %3$s', (_what, order, by) => {
    expect(settledBy(order, approved, now)).toBe(by);
  });

  it('that names no PayPal order is settled by itself', () => {
    expect(settledBy(placed, { type: 'PAYMENT.CAPTURE.COMPLETED', capture: 'C1' }, now)).toBe('by-itself');
  });

  it('is nothing new when it names the capture, or the payment, by which its order was fulfilled', () => {
    expect(settledBy(fulfilled, completed, now)).toBe('nothing-new');
    expect(settledBy(fulfilled, approved, now)).toBe('nothing-new');
  });

  it('is news when it names another capture or another payment of a fulfilled order, or is of another kind', () => {
    expect(settledBy(fulfilled, { ...completed, capture: 'C2' }, now)).toBe('by-itself');
    expect(settledBy(fulfilled, { ...approved, paypalOrder: 'P2' }, now)).toBe('by-itself');
    expect(settledBy(fulfilled, { ...completed, type: 'PAYMENT.CAPTURE.REFUNDED' }, now)).toBe('by-itself');
  });
});
