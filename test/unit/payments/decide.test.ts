import fc from 'fast-check';
import { moves, statuses, type Status } from '../../../functions/checkout/order.ts';
import {
  nextCheck,
  nextStep,
  windowClosed,
  windowCloses,
  type PaymentFacts,
  type Step,
} from '../../../functions/payments/decide.ts';

const total = { minor: 1000, currency: 'USD' } as const;
const merchant = 'M1';
const order = (status: Status, more: object = {}) => ({ id: 'o1', status, total, ...more });
const payment = (status: string, more: Partial<PaymentFacts> = {}): PaymentFacts => ({
  id: 'P1',
  status,
  customId: 'o1',
  payee: merchant,
  amount: total,
  ...more,
});
const captured = (status: string, amount: PaymentFacts['amount'] = total) =>
  payment('COMPLETED', { capture: { id: 'C1', status, amount } });

const anyPayment = fc.record({
  id: fc.constant('P1'),
  status: fc.constantFrom('CREATED', 'PAYER_ACTION_REQUIRED', 'APPROVED', 'COMPLETED', 'VOIDED'),
  customId: fc.constantFrom('o1', 'o2', undefined),
  payee: fc.constantFrom(merchant, 'M2', undefined),
  amount: fc.constantFrom(
    total,
    { minor: 1, currency: 'USD' } as const,
    { minor: 1000, currency: 'EUR' } as const,
    undefined,
  ),
  capture: fc.option(
    fc.record({
      id: fc.constant('C1'),
      status: fc.constantFrom('COMPLETED', 'PENDING', 'DECLINED', 'FAILED', 'REFUNDED'),
      amount: fc.constantFrom(total, { minor: 1, currency: 'USD' } as const, undefined),
    }),
    { nil: undefined },
  ),
});

const leadsTo: Partial<Record<Step, Status>> = {
  approve: 'approved',
  pay: 'paid',
  'hold-pending': 'pending',
  quarantine: 'quarantined',
  void: 'voided',
};

describe('the next step of an order and a payment', () => {
  it.each([
    ['created', payment('PAYER_ACTION_REQUIRED'), 'wait'],
    ['created', payment('APPROVED'), 'approve'],
    ['approved', payment('APPROVED'), 'capture'],
    ['approved', captured('COMPLETED'), 'pay'],
    ['approved', captured('PENDING'), 'hold-pending'],
    ['pending', captured('PENDING'), 'wait'],
    ['pending', captured('COMPLETED'), 'pay'],
    ['pending', captured('DECLINED'), 'void'],
    ['approved', captured('DECLINED'), 'fail-attempt'],
    ['approved', payment('COMPLETED'), 'wait'],
    ['approved', payment('VOIDED'), 'void'],
    ['paid', captured('COMPLETED'), 'late'],
    ['approved', captured('REFUNDED'), 'quarantine'],
    ['voided', payment('APPROVED'), 'done'],
    ['voided', captured('COMPLETED'), 'late'],
    ['approved', captured('COMPLETED', { minor: 999, currency: 'USD' }), 'quarantine'],
  ] as const)('for an order %s: %j → %s', (status, seen, step) => {
    expect(nextStep(order(status), seen, merchant)).toBe(step);
  });

  it('is nothing for an order that its own capture has paid', () => {
    expect(nextStep(order('fulfilled', { capture: 'C1' }), captured('COMPLETED'), merchant)).toBe('done');
  });

  it('never captures for another payment than the one whose capture has begun', () => {
    expect(nextStep(order('approved', { capturing: 'P2' }), payment('APPROVED'), merchant)).toBe('wait');
  });

  it('captures and pays only what fits in amount, currency, payee and reference', () => {
    fc.assert(
      fc.property(anyPayment, fc.constantFrom(...statuses), (seen, status) => {
        const step = nextStep(order(status), seen, merchant);
        if (step !== 'capture' && step !== 'pay') return;
        expect(seen).toMatchObject({ customId: 'o1', payee: merchant });
        expect(step === 'capture' ? seen.amount : seen.capture?.amount).toEqual(total);
        if (step === 'pay') expect(seen.capture?.status).toBe('COMPLETED');
      }),
    );
  });

  it('only ever asks for a move that the table of moves allows', () => {
    fc.assert(
      fc.property(anyPayment, fc.constantFrom(...statuses), (seen, status) => {
        const to = leadsTo[nextStep(order(status), seen, merchant)];
        if (to) expect(moves[status]).toContain(to);
      }),
    );
  });

  it('comes to rest: following the moves, no payment keeps an order stepping for ever', () => {
    fc.assert(
      fc.property(anyPayment, fc.constantFrom(...statuses), (seen, first) => {
        let status: Status = first;
        for (let round = 0; round < 4; round += 1) {
          const to = leadsTo[nextStep(order(status, { capture: 'C1' }), seen, merchant)];
          if (!to) return;
          status = to;
        }
        expect(leadsTo[nextStep(order(status, { capture: 'C1' }), seen, merchant)]).toBeUndefined();
      }),
    );
  });
});

describe('when an open order is looked at again', () => {
  const placed = new Date('2026-01-01T00:00:00Z');

  it('lies in the future, and once just after the approval window has closed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 3_600_000 }), fc.constantFrom(3, 6), (age, hours) => {
        const now = new Date(placed.getTime() + age);
        const next = nextCheck(placed, now, hours);
        expect(next).toBeGreaterThan(now.getTime());
        if (!windowClosed(placed, now, hours)) expect(next).toBeLessThanOrEqual(windowCloses(placed, hours) + 60_000);
      }),
    );
  });
});
