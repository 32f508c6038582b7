import fc from 'fast-check';
import {
  isPayable,
  liveAttempt,
  moves,
  openedAt,
  openPayments,
  queueOf,
  sourcesOf,
  statuses,
  type Order,
  type Status,
} from '../../../functions/checkout/order.ts';

const order: Order = {
  id: 'o',
  status: 'created',
  lines: [],
  currency: 'USD',
  totalMinor: 0,
  buyer: 'b',
  marketing: false,
  noticeHash: '',
  policyHash: '',
  cart: { id: 'c', version: 1 },
  attempt: 1,
  attempts: {},
  placedAt: '2026-01-01T00:00:00.000Z',
  history: [],
  disputed: false,
  refundedMinor: 0,
  captureTry: 1,
};
const attempt = { paypalOrder: 'P1', approveUrl: 'https://paypal.example/1', at: '2026-01-01T00:00:00.000Z' };
const walk = fc.array(fc.nat({ max: 7 }), { maxLength: 12 }).map((choices) => {
  const path: Status[] = ['created'];
  for (const choice of choices) {
    const next: readonly Status[] = moves[path.at(-1) as Status];
    if (next.length > 0) path.push(next[choice % next.length] as Status);
  }
  return path;
});

describe('an order', () => {
  it('never comes back to a status it has left, whichever way it goes', () => {
    fc.assert(fc.property(walk, (path) => expect(new Set(path).size).toBe(path.length)));
  });

  it('is fulfilled only after it was paid, and paid only after it was approved', () => {
    fc.assert(
      fc.property(walk, (path) => {
        if (path.includes('fulfilled')) expect(path.indexOf('paid')).toBeLessThan(path.indexOf('fulfilled'));
        if (path.includes('paid')) expect(path.indexOf('approved')).toBeLessThan(path.indexOf('paid'));
        if (path.includes('paid')) expect(path).not.toContain('voided');
      }),
    );
  });

  it('has sources that are the moves read backwards', () => {
    for (const to of statuses)
      for (const from of statuses)
        expect(sourcesOf(to).includes(from)).toBe((moves[from] as readonly Status[]).includes(to));
  });

  it('waits in a queue as long as somebody has to act on it', () => {
    expect(statuses.filter((status) => queueOf(status) === undefined)).toEqual([
      'fulfilled',
      'refunded',
      'quarantined',
    ]);
  });

  it('can be paid at its live attempt, not at a failed one, and not while a capture is under way', () => {
    expect(liveAttempt({ ...order, attempts: { '1': attempt } })).toEqual(attempt);
    expect(liveAttempt({ ...order, attempts: { '1': { ...attempt, failed: true } } })).toBeUndefined();
    expect(liveAttempt({ ...order, status: 'voided', attempts: { '1': attempt } })).toBeUndefined();
    expect(isPayable(order)).toBe(true);
    expect(isPayable({ ...order, capturing: 'P1' })).toBe(false);
    expect(isPayable({ ...order, status: 'pending' })).toBe(false);
    const two = { '1': { ...attempt, failed: true }, '2': { ...attempt, paypalOrder: 'P2' } };
    expect(openPayments({ ...order, attempts: two })).toEqual(['P2']);
    expect(openPayments({ ...order, attempts: two, capturing: 'P2' })).toEqual(['P2']);
    expect(openPayments({ ...order, capturing: 'P3' })).toEqual(['P3']);
  });

  it('is open for payment since its last attempt, or since it was placed', () => {
    const later = { '1': attempt, '2': { ...attempt, at: '2026-01-01T02:50:00.000Z' } };
    expect(openedAt({ ...order, attempts: {} })).toBe(order.placedAt);
    expect(openedAt({ ...order, attempts: later })).toBe('2026-01-01T02:50:00.000Z');
  });
});
