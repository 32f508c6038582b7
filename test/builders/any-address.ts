import fc from 'fast-check';
import type { Address } from '../../functions/preferences/public.ts';
import {
  consentSources, consentStates, pauseReasons, suppressionReasons,
} from '../../functions/preferences/domain/address.ts'; // prettier-ignore
import { monthlyCap } from '../../functions/preferences/domain/may-receive.ts';

/** The time of the tests, and times around it. */
export const now = new Date('2026-07-24T09:00:00.000Z');
const around = fc.integer({ min: -2, max: 2 }).map((off) => new Date(now.getTime() + off).toISOString());

const consent = fc.record(
  {
    state: fc.constantFrom(...consentStates, 'yes', 'yes'),
    at: around,
    source: fc.constantFrom(...consentSources),
    countsFrom: fc.option(around, { nil: undefined }),
  },
  { requiredKeys: ['state', 'at', 'source'] },
);

const mostlyAbsent = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });

/** An address in any state that there can be; half of them may be written to. */
export const anyAddress = (id: string): fc.Arbitrary<Address> =>
  fc.record({
    id: fc.constant(id),
    version: fc.nat(9),
    person: mostlyAbsent(fc.constant('p1')),
    topics: fc.record({ newsletter: fc.option(consent, { nil: undefined, freq: 8 }), offers: mostlyAbsent(consent) }),
    history: fc.constant([]),
    suppressed: mostlyAbsent(fc.record({ at: around, reason: fc.constantFrom(...suppressionReasons) })),
    removed: mostlyAbsent(around),
    undeliverable: mostlyAbsent(around),
    paused: mostlyAbsent(fc.constantFrom(...pauseReasons)),
    invited: mostlyAbsent(fc.record({ at: around, letter: fc.constantFrom('l1', 'l2') })),
    cap: fc.record({ '2026-07': fc.constantFrom(0, monthlyCap - 1, monthlyCap), '2026-06': fc.constant(monthlyCap) }),
    lease: mostlyAbsent(
      fc.record({ claim: fc.constant('other'), letter: fc.constant('l9'), until: fc.integer({ min: -70_000, max: 5000 }) }),
    ).map((lease) => lease && { ...lease, until: now.getTime() + lease.until }),
  }); // prettier-ignore
