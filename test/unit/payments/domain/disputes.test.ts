import fc from 'fast-check';
import type { SeenDispute } from '../../../../functions/paypal/domain.ts';
import {
  disputeMoves,
  mustWarn,
  nextDisputeLook,
  ownResponse,
  recorded,
  stateSeen,
  type DisputeRecord,
} from '../../../../functions/payments/domain/disputes.ts';
import { disclosure, isRefused } from '../../../../functions/payments/domain/disclosure.ts';
import { evidenceOf, mostCharacters } from '../../../../functions/payments/domain/evidence.ts';
import { line, money } from '../../../builders/cards.ts';
import { orderRow } from '../../../builders/orders.ts';

const day = 86_400_000;
const due = Date.parse('2026-12-10T00:00:00Z');
const seen = (more: Partial<SeenDispute> = {}): SeenDispute => ({
  id: 'PP-1',
  status: 'WAITING_FOR_SELLER_RESPONSE',
  amount: money(1000),
  due,
  updated: '2026-12-01T00:00:00Z',
  transactions: [{ capture: 'C1' }],
  offers: ['evidence', 'accept'],
  ...more,
});
const order = orderRow('order', 'fulfilled');
const opened = recorded(undefined, seen(), order, new Date('2026-12-01T00:00:00Z')) as DisputeRecord;

describe('a dispute as PayPal states it', () => {
  it('is open until it is resolved, won for the seller or by its end, lost for the buyer, and unknown by another word', () => {
    const by = (outcome: string) => stateSeen(seen({ status: 'RESOLVED', outcome }));
    expect(stateSeen(seen({ status: 'UNDER_REVIEW', outcome: 'RESOLVED_BUYER_FAVOUR' }))).toBe('open');
    expect(['RESOLVED_SELLER_FAVOUR', 'CANCELED_BY_BUYER', 'RESOLVED_WITH_PAYOUT'].map(by)).toEqual([
      'won',
      'won',
      'won',
    ]);
    expect(['RESOLVED_BUYER_FAVOUR', 'ACCEPTED'].map(by)).toEqual(['lost', 'lost']);
    expect([by('SOMETHING_NEW'), stateSeen(seen({ status: 'RESOLVED' }))]).toEqual(['unknown', 'unknown']);
  });

  it('stays open and is parked while its outcome is a word that we do not know', () => {
    const record = recorded(
      opened,
      seen({ status: 'RESOLVED', outcome: 'NEW', updated: '2026-12-02' }),
      order,
      new Date(),
    );
    expect(record).toMatchObject({ state: 'open', parked: 'unknown-outcome' });
  });

  it('costs what the payer gets back, and all that was disputed where PayPal does not say', () => {
    const lost = { status: 'RESOLVED', outcome: 'RESOLVED_BUYER_FAVOUR', updated: '2026-12-02T00:00:00Z' };
    const amount = (more: object) => recorded(opened, seen({ ...lost, ...more }), order, new Date())?.amount;
    expect([amount({ returned: money(400) }), amount({})]).toEqual([money(400), money(1000)]);
  });

  it('is not kept when what was read is older, nor once it was lost and PayPal says otherwise', () => {
    expect(recorded(opened, seen({ updated: '2026-11-30T00:00:00Z' }), order, new Date())).toBeUndefined();
    const lost = { ...opened, state: 'lost' } as const;
    expect(recorded(lost, seen({ updated: '2026-12-05T00:00:00Z' }), order, new Date())).toBeUndefined();
  });

  it('comes to the same end in whatever order and however often its states are read', () => {
    const states = [
      seen(),
      seen({ status: 'UNDER_REVIEW', offers: [], due: undefined, updated: '2026-12-02T00:00:00Z' }),
      seen({ status: 'RESOLVED', outcome: 'RESOLVED_BUYER_FAVOUR', offers: [], updated: '2026-12-03T00:00:00Z' }),
    ];
    const reads = fc.shuffledSubarray([...states, ...states], { minLength: 6 });
    fc.assert(
      fc.property(reads, (order_) => {
        let record: DisputeRecord | undefined;
        for (const each of order_) record = recorded(record, each, order, new Date(0)) ?? record;
        expect(record).toMatchObject({ state: 'lost', updated: '2026-12-03T00:00:00Z' });
      }),
    );
  });

  it('never leaves a state by a way that the table does not have', () => {
    expect(disputeMoves.lost).toEqual(['lost']);
    expect(disputeMoves.won).toContain('lost');
  });
});

describe('the response to a dispute', () => {
  const at = (days: number) => due - days * day;

  it('is the shop’s own three days before the due date, and not before', () => {
    expect(ownResponse(opened, 'evidence', true, at(3) - 1)).toBeUndefined();
    expect(ownResponse(opened, 'evidence', true, at(3))).toBe('evidence');
    expect(ownResponse({ ...opened, due: undefined }, 'evidence', true, 0)).toBe('evidence');
  });

  it('is acceptance where no PIN was shown or the stage says so, and nobody’s where staff decide', () => {
    expect(ownResponse(opened, 'evidence', false, at(3))).toBe('accept');
    expect(ownResponse(opened, 'accept', true, at(3))).toBe('accept');
    expect(ownResponse(opened, 'staff', true, at(0))).toBeUndefined();
  });

  it('is only what the links offer, of an open dispute that has none yet', () => {
    const none = (more: Partial<DisputeRecord>) => ownResponse({ ...opened, ...more }, 'evidence', true, at(1));
    expect(none({ offers: [] })).toBeUndefined();
    expect(none({ offers: ['accept'] })).toBeUndefined();
    expect(none({ state: 'won' })).toBeUndefined();
    expect(none({ response: { action: 'accept', by: 's', at: '' } })).toBeUndefined();
  });

  it('that is missing two days before the due date is alarmed, once a due date', () => {
    expect(mustWarn(opened, at(2) - 1)).toBe(false);
    expect(mustWarn(opened, at(2))).toBe(true);
    expect(mustWarn({ ...opened, warned: due }, at(1))).toBe(false);
    expect(mustWarn({ ...opened, warned: due - day }, at(1))).toBe(true);
    expect(mustWarn({ ...opened, response: { action: 'accept', by: 's', at: '', done: true } }, at(1))).toBe(false);
  });

  it('is looked for when it is due, and a dispute each day', () => {
    expect(nextDisputeLook(opened, at(8))).toBe(at(7));
    expect(nextDisputeLook(opened, at(3.5))).toBe(at(3));
    expect(nextDisputeLook(opened, at(2.5))).toBe(at(2));
    expect(nextDisputeLook({ ...opened, response: { action: 'accept', by: 's', at: '' } }, at(8))).toBe(
      at(8) + 600_000,
    );
  });
});

describe('the evidence of an order', () => {
  const revealed = { at: '2026-11-20T10:00:00Z', text: 'hash-of-text' };
  const shown = { ...orderRow('order', 'fulfilled'), capture: 'C1', noticeHash: 'hash-of-notice', revealed };

  it('has the purchase, the notice, the consent with its time, and the address as PayPal knows it', () => {
    const text = evidenceOf(shown, 'payer@example.com')
      .map(({ notes }) => notes)
      .join('\n');
    for (const part of ['order', 'C1', '10.00 USD', 'hash-of-notice', 'hash-of-text', revealed.at, 'payer@example.com'])
      expect(text).toContain(part);
  });

  it('says that the PINs were not shown where they were not, and fits what PayPal takes', () => {
    const long = {
      ...orderRow('order', 'paid'),
      lines: Array.from({ length: 60 }, () => line(`CARD-${'X'.repeat(20)}`, 9)),
    };
    const parts = evidenceOf(long, undefined);
    expect(parts.map(({ notes }) => notes).join('\n')).toContain('have not been shown');
    expect(Math.max(...parts.map(({ notes }) => notes.length))).toBeLessThanOrEqual(mostCharacters);
  });
});

describe('a disclosure', () => {
  const wanted = {
    id: 'd', order: 'o', person: 'p', recipient: 'paypal', basis: 'protect-our-rights', scope: ['order'], approver: 's', at: '',
  } as const; // prettier-ignore

  // promise: P11
  it('fails closed without a basis that the policy lists, a scope that is known, or an approver', () => {
    expect(isRefused(disclosure(wanted))).toBe(false);
    for (const wrong of [{ basis: 'curiosity' }, { scope: [] }, { scope: ['everything'] }, { approver: '' }])
      expect(isRefused(disclosure({ ...wanted, ...wrong }))).toBe(true);
  });
});
