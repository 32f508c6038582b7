import fc from 'fast-check';
import {
  nextLook,
  windowClosed,
  windowCloses,
  type LookFacts,
} from '../../../../functions/payments/domain/next-look.ts';

const minute = 60_000;
const hour = 60 * minute;
const created: LookFacts = { status: 'created', opened: 0, since: 0 };
const claimed: LookFacts = { status: 'approved', capturing: 'P1', opened: 0, since: 0 };
const pending: LookFacts = { status: 'pending', opened: 0, since: 0 };

/** The times at which an order is looked at until some time, beginning when it was opened. */
const looks = (order: LookFacts, until: number, windowHours = 3): number[] => {
  const times: number[] = [];
  for (let now = nextLook(order, 0, windowHours); now <= until; now = nextLook(order, now, windowHours))
    times.push(now);
  return times;
};

describe('the schedule of looks at an open order', () => {
  it.each([1 / 60, 0.5, 3, 6])('looks twice at one that nobody approved: the window is %d hours', (hours) => {
    const closes = hours * hour + minute;
    const both = [10 * minute, closes].toSorted((a, b) => a - b);
    expect(looks(created, Math.max(10 * minute, closes), hours)).toEqual(both);
  });

  it('comes back every ten minutes to one whose window closed while PayPal could not be asked', () => {
    expect(nextLook(created, 4 * hour, 3)).toBe(4 * hour + 10 * minute);
  });

  it('looks at a claimed one within 15 minutes while PayPal keeps the request id, then within an hour', () => {
    const times = looks(claimed, 12 * hour);
    expect(times.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 31].map((minutes) => minutes * minute));
    const gaps = times.slice(1).map((time, index) => [time, time - (times[index] ?? 0)] as const);
    expect(Math.max(...gaps.filter(([time]) => time < 6 * hour).map(([, gap]) => gap))).toBe(15 * minute);
    expect(Math.max(...gaps.map(([, gap]) => gap))).toBe(hour);
  });

  it('comes back to a claimed one when the next search for its transaction is due', () => {
    const searched = { ...claimed, searchedAt: 7 * hour, missingSince: hour };
    expect(nextLook(searched, 7 * hour, 3)).toBe(11 * hour);
    expect(nextLook(searched, 11 * hour, 3)).toBe(11 * hour + minute);
  });

  it('looks at a pending one within an hour, for as long as it is pending', () => {
    expect(looks(pending, 30 * minute)).toEqual([1, 2, 4, 8, 16].map((minutes) => minutes * minute));
    expect(nextLook(pending, 50 * 24 * hour, 3)).toBe(50 * 24 * hour + hour);
  });

  it('looks ten minutes after the miss at one whose payment was not found', () => {
    expect(nextLook({ ...created, missingSince: 20 * minute }, 20 * minute, 3)).toBe(30 * minute);
    expect(nextLook({ ...created, missingSince: 20 * minute }, 31 * minute, 3)).toBe(3 * hour + minute);
  });

  it('lies in the future, at most an hour away but for what nobody approved, and never past the end of a window', () => {
    const facts = fc.record({
      status: fc.constantFrom('created', 'approved', 'pending'),
      capturing: fc.option(fc.constant('P1'), { nil: undefined }),
      missingSince: fc.option(fc.integer({ min: 0, max: 90 * 24 * hour }), { nil: undefined }),
      opened: fc.constant(0),
      since: fc.integer({ min: 0, max: 5 * hour }),
    });
    const time = fc.integer({ min: 0, max: 90 * 24 * hour });
    fc.assert(
      fc.property(facts, time, fc.constantFrom(1 / 60, 3, 6), (order, age, hours) => {
        const now = order.since + age;
        const next = nextLook(
          { ...order, missingSince: order.missingSince && Math.min(now, order.missingSince) },
          now,
          hours,
        );
        expect(next).toBeGreaterThan(now);
        const closes = windowCloses(0, hours) + minute;
        const isUnclaimed = order.status !== 'pending' && order.capturing === undefined;
        if (isUnclaimed && now < closes) expect(next).toBeLessThanOrEqual(closes);
        else expect(next - now).toBeLessThanOrEqual(hour);
      }),
    );
  });

  it('says that a window is closed only when its last millisecond is over', () => {
    expect(windowClosed(0, 3 * hour, 3)).toBe(false);
    expect(windowClosed(0, 3 * hour + 1, 3)).toBe(true);
  });
});
