import { mayHaveTaken, type Payment } from '../../../../functions/paypal/domain.ts';
import fc from 'fast-check';
import { moves, statuses, type Status } from '../../../../functions/orders/domain.ts';
import {
  nextStep,
  saysNothingNew,
  type OrderFacts,
  type Step,
} from '../../../../functions/payments/domain/next-step.ts';
import { money } from '../../../builders/cards.ts';

const total = money(1000);
const merchant = 'M1';
const order = (status: Status, more: Partial<OrderFacts> = {}): OrderFacts => ({
  id: 'o1',
  status,
  total,
  opened: 0,
  since: 0,
  ...more,
});
const stepOf = (facts: OrderFacts, seen: Payment, payee: string | undefined = merchant, now = 1) =>
  nextStep(facts, seen, payee, now);
const payment = (status: string, more: Partial<Payment> = {}): Payment => ({
  id: 'P1',
  status,
  customId: 'o1',
  payee: merchant,
  amount: total,
  ...more,
});
const captured = (status: string, more: Partial<Payment['capture']> = {}) =>
  payment('COMPLETED', { capture: { id: 'C1', status, amount: total, customId: 'o1', ...more } });
/** How long a status that nobody knows is waited for, literally. */
const day = 86_400_000;
const unknownStatus = 'SOMETHING_NEW';

const anyPayment = fc.record({
  id: fc.constant('P1'),
  status: fc.constantFrom('CREATED', 'PAYER_ACTION_REQUIRED', 'APPROVED', 'COMPLETED', 'VOIDED'),
  customId: fc.constantFrom('o1', 'o2', undefined),
  payee: fc.constantFrom(merchant, 'M2', undefined),
  amount: fc.constantFrom(total, money(1), money(1000, 'EUR'), undefined),
  capture: fc.option(
    fc.record({
      id: fc.constant('C1'),
      status: fc.constantFrom('COMPLETED', 'PENDING', 'DECLINED', 'FAILED', 'REFUNDED', unknownStatus),
      customId: fc.constantFrom('o1', 'o2', undefined),
      amount: fc.constantFrom(total, money(1), undefined),
    }),
    { nil: undefined },
  ),
});

const leadsTo: Partial<Record<Step, Status>> = {
  pay: 'paid',
  'hold-pending': 'pending',
  quarantine: 'quarantined',
  void: 'voided',
};

describe('the next step of an order and a payment', () => {
  it.each([
    ['created', payment('PAYER_ACTION_REQUIRED'), 'wait'],
    ['created', payment('APPROVED'), 'capture'],
    ['created', captured('COMPLETED'), 'pay'],
    ['created', captured('PENDING'), 'hold-pending'],
    ['created', captured('DECLINED'), 'fail-attempt'],
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
    ['approved', captured('PARTIALLY_REFUNDED'), 'quarantine'],
    ['approved', captured('FAILED'), 'fail-attempt'],
    ['approved', captured(unknownStatus), 'hold-pending'],
    ['pending', captured(unknownStatus), 'wait'],
    ['paid', captured(unknownStatus), 'late'],
    ['voided', captured('DECLINED'), 'done'],
    ['voided', payment('COMPLETED'), 'done'],
  ] as const)('for an order %s: %j → %s', (status, seen, step) => {
    expect(stepOf(order(status), seen)).toBe(step);
  });

  it('is nothing for an order that its own capture has paid', () => {
    expect(stepOf(order('fulfilled', { capture: 'C1' }), captured('COMPLETED'))).toBe('done');
  });

  it('never captures for another payment than the one whose capture has begun', () => {
    expect(stepOf(order('approved', { capturing: 'P2' }), payment('APPROVED'))).toBe('wait');
    expect(stepOf(order('approved', { capturing: 'P2' }), payment('VOIDED'))).toBe('wait');
    expect(stepOf(order('approved', { capturing: 'P1' }), payment('APPROVED'))).toBe('capture');
  });

  it('ends a pending order with the capture that it waits for alone', () => {
    expect(stepOf(order('pending', { capture: 'C1' }), captured('DECLINED'))).toBe('void');
    expect(stepOf(order('pending', { capture: 'C2' }), captured('DECLINED'))).toBe('wait');
  });

  it.each([unknownStatus, '', 'completed', 'DENIED'])(
    'never calls a capture failed whose status is %p: it is waited for, and parked after a day',
    (status) => {
      const pending = order('pending', { capture: 'C1' });
      expect(stepOf(order('approved'), captured(status))).toBe('hold-pending');
      expect(stepOf(pending, captured(status), merchant, day - 1)).toBe('wait');
      expect(stepOf(pending, captured(status), merchant, day)).toBe('park');
      expect(stepOf(pending, captured('PENDING'), merchant, 10 * day)).toBe('wait');
    },
  );

  it('notices a second capture beside the one that the order counts, wherever it is', () => {
    const second = { id: 'C2', status: 'COMPLETED' };
    const fulfilled = order('fulfilled', { capture: 'C1' });
    expect(stepOf(fulfilled, { ...captured('COMPLETED'), others: [second] })).toBe('late');
    expect(stepOf(fulfilled, { ...captured('COMPLETED', { id: 'C2' }), others: [{ ...second, id: 'C1' }] })).toBe(
      'late',
    );
    expect(stepOf(fulfilled, { ...captured('COMPLETED'), others: [{ id: 'C2', status: 'DECLINED' }] })).toBe('done');
    expect(stepOf(fulfilled, payment('COMPLETED', { id: 'P2', capture: second }))).toBe('late');
  });

  it('captures and pays what fits, and nothing that differs in one field or lacks it', () => {
    const wrong = {
      customId: ['o2', undefined],
      payee: ['M2', undefined],
      amount: [money(1), money(1001), money(1000, 'EUR'), undefined],
    } as const;
    const change = fc.oneof(
      ...(['customId', 'payee', 'amount'] as const).map((field) =>
        fc.record({ field: fc.constant(field), value: fc.constantFrom(...wrong[field]) }),
      ),
    );
    let reached = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.constantFrom('created', 'approved'), change, (done, status, { field, value }) => {
        const fitting = done ? captured('COMPLETED') : payment('APPROVED');
        expect(stepOf(order(status), fitting)).toBe(done ? 'pay' : 'capture');
        const other =
          done && field !== 'payee'
            ? { ...fitting, capture: { ...captured('COMPLETED').capture, [field]: value } }
            : { ...fitting, [field]: value };
        const step = stepOf(order(status), other as Payment);
        expect(step).toBe(done ? 'quarantine' : 'mismatch');
        reached += 1;
      }),
      { numRuns: 200 },
    );
    expect(reached).toBe(200);
  });

  it('captures what nobody approved at PayPal where its customer approved it here, and only that payment', () => {
    const here = order('created', { approved: 'P1' });
    expect([stepOf(here, payment('CREATED')), stepOf(order('created'), payment('CREATED'))]).toEqual([
      'capture',
      'wait',
    ]);
    expect(stepOf(order('created', { approved: 'P2' }), payment('CREATED'))).toBe('wait');
    expect(stepOf(here, payment('CREATED', { amount: money(1) }))).toBe('mismatch');
    expect(stepOf(here, payment('PAYER_ACTION_REQUIRED'))).toBe('wait');
  });

  it('is never a match while nobody knows who is to be paid', () => {
    const unknownPayee = { ...payment('APPROVED'), payee: undefined };
    expect(nextStep(order('created'), unknownPayee, undefined, 1)).toBe('mismatch');
    expect(nextStep(order('created'), payment('APPROVED'), undefined, 1)).toBe('mismatch');
  });

  it('only ever asks for a move that the table of moves allows', () => {
    fc.assert(
      fc.property(anyPayment, fc.constantFrom(...statuses), (seen, status) => {
        const step = stepOf(order(status), seen);
        const to = leadsTo[step];
        if (to) expect(moves[status]).toContain(to);
      }),
    );
  });

  it('comes to rest: following the moves, no payment keeps an order stepping for ever', () => {
    fc.assert(
      fc.property(anyPayment, fc.constantFrom(...statuses), (seen, first) => {
        let status: Status = first;
        for (let round = 0; round < 4; round += 1) {
          const to = leadsTo[stepOf(order(status, { capture: 'C1' }), seen)];
          if (!to) return;
          status = to;
        }
        expect(leadsTo[stepOf(order(status, { capture: 'C1' }), seen)]).toBeUndefined();
      }),
    );
  });
});

describe('a capture has certainly brought no money', () => {
  it.each([
    ['DECLINED', false],
    ['FAILED', false],
    ['COMPLETED', true],
    ['PENDING', true],
    ['REFUNDED', true],
    [unknownStatus, true],
  ])('only when it is declined or failed: %s', (status, may) => {
    expect(mayHaveTaken({ status })).toBe(may);
  });
});

describe('an event says nothing new', () => {
  const fulfilled = order('fulfilled', { capture: 'C1', paypalOrder: 'P1' });

  it.each([
    ['the capture of a fulfilled order', fulfilled, 'P1', { type: 'PAYMENT.CAPTURE.COMPLETED', capture: 'C1' }, true],
    ['another capture', fulfilled, 'P1', { type: 'PAYMENT.CAPTURE.COMPLETED', capture: 'C2' }, false],
    ['no capture', fulfilled, 'P1', { type: 'PAYMENT.CAPTURE.COMPLETED' }, false],
    ['the payment that was captured', fulfilled, 'P1', { type: 'CHECKOUT.ORDER.APPROVED' }, true],
    ['another payment', fulfilled, 'P2', { type: 'CHECKOUT.ORDER.APPROVED' }, false],
    ['a refund', fulfilled, 'P1', { type: 'PAYMENT.CAPTURE.REFUNDED', capture: 'C1' }, false],
    ['no event at all', fulfilled, 'P1', {}, false],
    ['an order that has no capture', order('fulfilled'), 'P1', { type: 'PAYMENT.CAPTURE.COMPLETED' }, false],
    [
      'an order that is paid only',
      order('paid', { capture: 'C1', paypalOrder: 'P1' }),
      'P1',
      { type: 'PAYMENT.CAPTURE.COMPLETED', capture: 'C1' },
      false,
    ],
  ] as const)('about %s: %#', (_what, facts, paypalOrder, hint, nothing) => {
    expect(saysNothingNew(facts, paypalOrder, hint)).toBe(nothing);
  });
});
