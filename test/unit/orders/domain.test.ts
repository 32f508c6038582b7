import fc from 'fast-check';
import {
  isPayable,
  liveAttempt,
  mayCapture,
  moves,
  openedAt,
  openPayments,
  queueOf,
  sourcesOf,
  statuses,
  stepsOf,
  type Order,
  type Status,
} from '../../../functions/orders/domain.ts';
import { money } from '../../builders/cards.ts';

const order: Order = {
  id: 'o',
  status: 'created',
  lines: [],
  total: money(0),
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
  refunded: money(0),
  captureTry: 1,
};
const attempt = { paypalOrder: 'P1', approveUrl: 'https://paypal.example/1', at: '2026-01-01T00:00:00.000Z' };
/** The statuses that the history names, whichever way an order goes. */
const walk = fc.array(fc.nat({ max: 7 }), { maxLength: 12 }).map((choices) => {
  const path: Status[] = ['created'];
  for (const choice of choices) {
    const from = path.at(-1) as Status;
    const next: readonly Status[] = moves[from];
    if (next.length > 0) path.push(...stepsOf(from, next[choice % next.length] as Status));
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
        if (path.includes('fulfilled')) expect(path.indexOf('paid')).toBe(path.indexOf('fulfilled') - 1);
        if (path.includes('paid')) expect(path.indexOf('approved')).toBeGreaterThan(0);
        if (path.includes('paid')) expect(path.indexOf('approved')).toBeLessThan(path.indexOf('paid'));
        if (path.includes('paid')) expect(path).not.toContain('voided');
      }),
    );
  });

  it('says in its history what a move passes through', () => {
    expect(stepsOf('created', 'voided')).toEqual(['voided']);
    expect(stepsOf('created', 'pending')).toEqual(['approved', 'pending']);
    expect(stepsOf('created', 'fulfilled')).toEqual(['approved', 'paid', 'fulfilled']);
    expect(stepsOf('pending', 'fulfilled')).toEqual(['paid', 'fulfilled']);
    expect(stepsOf('paid', 'fulfilled')).toEqual(['fulfilled']);
  });

  it('moves without a status to start from only by a single step', () => {
    expect(sourcesOf('fulfilled')).toEqual(['paid']);
    expect(sourcesOf('paid')).toEqual(['approved', 'pending']);
    expect(sourcesOf('voided')).toEqual(['created', 'approved', 'pending']);
  });

  it('may be captured while eight of the ten seconds of its claim are left', () => {
    expect(mayCapture({ claimUntil: 18_000 }, 10_000)).toBe(true);
    expect(mayCapture({ claimUntil: 17_999 }, 10_000)).toBe(false);
    expect(mayCapture({}, 10_000)).toBe(false);
  });

  it('waits in a queue as long as somebody has to act on it', () => {
    expect(statuses.filter((status) => queueOf(status) === undefined)).toEqual([
      'fulfilled',
      'voided',
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
