import fc from 'fast-check';
import { mail } from '../../../functions/mail/contract.ts';
import { lastTryBegins } from '../../../functions/mail/deliver-soon.ts';
import { budget } from '../../../functions/mail/sweep.ts';
import {
  backoff,
  isEnded,
  isTriedNoMore,
  lease,
  longestDelivery,
  maySend,
  moves,
  onHeld,
  overWithin,
  states,
} from '../../../functions/mail/domain.ts';

const held = { state: 'sending', class: 'transactional', leaseUntil: 940_000, takeovers: 0, expiresAt: 9000 } as const;

describe('a letter', () => {
  it('ends as sent, unknown or refused and never moves again', () => {
    expect(states.filter(isEnded)).toEqual(['sent', 'unknown', 'refused']);
  });

  it('is sent by nobody who has not claimed it', () => {
    expect(states.filter((from) => (moves[from] as readonly string[]).includes('sent'))).toEqual(['sending']);
    expect(moves.pending).toEqual(['sending']);
  });

  it('is handed to SES within two seconds of the start of its delivery, and the call is over within four', () => {
    fc.assert(fc.property(fc.nat(10_000), (elapsed) => expect(maySend(elapsed)).toBe(elapsed <= 2000)));
    expect(overWithin).toBe(4000);
    expect(overWithin).toBeLessThan(lease);
  });

  it('is left to its sender until a minute after its lease has ended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2e9 }), fc.nat(59_999), (leaseUntil, later) => {
        const now = Math.floor((leaseUntil + later) / 1000);
        expect(onHeld({ ...held, leaseUntil, expiresAt: Infinity }, now)).toBe('leave');
        expect(onHeld({ ...held, leaseUntil, expiresAt: Infinity }, now + 62)).toBe('take-over');
      }),
    );
  });

  it('waits longer after every try, from two seconds up to five minutes', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 5000].map((attempts) => backoff('transactional', attempts));
    expect(pauses).toEqual([2, 8, 32, 128, 300, 300, 300]);
  });

  it('is given up a week after it was put out', () => {
    expect(isTriedNoMore('transactional', 0, 7 * 86_400)).toBe(false);
    expect(isTriedNoMore('transactional', 0, 7 * 86_400 + 1)).toBe(true);
    expect(isTriedNoMore('transactional', 0, 1800, 30)).toBe(false);
    expect(isTriedNoMore('transactional', 0, 1801, 30)).toBe(true);
  });
});

describe('a letter that somebody holds', () => {
  it.each([
    ['is left while its sender may live', { ...held, leaseUntil: 940_001 }, 'leave'],
    ['is taken over once when its sender died', held, 'take-over'],
    ['is closed when a second sender died', { ...held, takeovers: 1 }, 'close'],
    ['is left when it has ended', { ...held, state: 'sent' as const }, 'leave'],
    ['is left when it is free but not due', { ...held, state: 'pending' as const }, 'leave'],
    ['is left when it has expired', { ...held, expiresAt: 1000 }, 'leave'],
    ['is left when it does not exist', undefined, 'leave'],
  ])('%s', (_, letter, todo) => expect(onHeld(letter, 1000)).toBe(todo));
});

describe('the mail workers', () => {
  it.each([
    ['sweep', budget, mail.workers.sweep.timeout],
    ['deliver', lastTryBegins, mail.workers.deliver.timeout],
  ])('%s: what is begun last has ended before the function is cut off', (_, begins, timeout) => {
    expect(begins + longestDelivery).toBeLessThan(timeout * 1000);
  });
});
