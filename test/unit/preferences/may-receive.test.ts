import fc from 'fast-check';
import { mayReceive, topics } from '../../../functions/preferences/public.ts';
import { anyAddress, now } from '../../builders/any-address.ts';

const classes = ['transactional', 'service', 'marketing', 'one-time'] as const;
const addresses = anyAddress('a');

describe('who may be written to', () => {
  it('is nobody for marketing of whom nothing is known, and anybody else for the rest', () => {
    const verdicts = classes.map((each) =>
      mayReceive(undefined, { class: each, topic: 'newsletter', letter: 'l', now }),
    );
    expect(verdicts).toEqual(['yes', 'yes', 'no-consent', 'yes']);
  });

  // promise: P38
  it('is nobody who is suppressed, or has not said yes to the very topic, whatever else is stored', () => {
    fc.assert(
      fc.property(addresses, fc.constantFrom(...topics), (address, topic) => {
        const may = mayReceive(address, { class: 'marketing', topic, now });
        if (address.suppressed || address.topics[topic]?.state !== 'yes') expect(may).not.toBe('yes');
      }),
    );
  });

  // promise: P42
  it('is somebody who opted out of everything, for what concerns the service', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const { undeliverable: _bounced, paused: _paused, ...rest } = address;
        const out = { ...rest, suppressed: { at: now.toISOString(), reason: 'opt-out' as const } };
        expect(mayReceive(out, { class: 'service', now })).toBe('yes');
        expect(mayReceive({ ...out, paused: 'deactivated' }, { class: 'service', now })).toBe('paused');
      }),
    );
  });

  it('is nobody for one-time mail who was invited by another letter or had themselves removed', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const may = mayReceive(address, { class: 'one-time', letter: 'l1', now });
        if (address.removed !== undefined || address.invited?.letter === 'l2') expect(may).not.toBe('yes');
      }),
    );
  });
});
