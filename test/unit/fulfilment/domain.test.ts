import { hiddenBy, isShown } from '../../../functions/fulfilment/domain.ts';
import { statuses } from '../../../functions/orders/domain.ts';
import { money } from '../../builders/cards.ts';
import { orderRow } from '../../builders/orders.ts';

const now = new Date('2026-07-01T12:00:00.000Z');
const fulfilled = orderRow('order-1', 'fulfilled');
const withdrawal = { at: now.toISOString(), refund: 'refund-1' };
const revealed = { at: now.toISOString(), text: 'hash' };

describe('an order', () => {
  it('may be revealed once it is fulfilled', () => expect(hiddenBy(fulfilled, now)).toBeUndefined());

  it.each(statuses.filter((status) => status !== 'fulfilled'))('may not be revealed while it is %s', (status) =>
    expect(hiddenBy(orderRow('order-1', status), now)).toBe(status === 'refunded' ? 'refunded' : 'not-fulfilled'),
  );

  it.each([
    ['withdrawn', { withdrawal }],
    ['withdrawn', { withdrawal, status: 'refunded' as const, refunded: money(1000) }],
    ['disputed', { disputed: true }],
    ['disputed', { disputed: true, status: 'paid' as const }],
    ['refunded', { refunded: money(1) }],
    ['refunded', { chargedBack: money(1) }],
    ['reveal-waits', { revealFrom: '2026-07-01T12:00:00.001Z' }],
    [undefined, { revealFrom: '2026-07-01T12:00:00.000Z' }],
  ])('is %p with %j', (hidden, more) => expect(hiddenBy({ ...fulfilled, ...more }, now)).toBe(hidden));

  it('shows its PINs after their reveal, while it is fulfilled and undisputed', () => {
    expect(isShown(fulfilled)).toBe(false);
    expect(isShown({ ...fulfilled, revealed })).toBe(true);
    expect(isShown({ ...fulfilled, revealed, disputed: true })).toBe(false);
    expect(isShown({ ...fulfilled, revealed, status: 'refunded' })).toBe(false);
  });
});
