import { randomBytes } from 'node:crypto';
import { apply, transact } from '../../../functions/kit/store/write.ts';
import { journalFrom } from '../../../functions/people/public.ts';
import {
  addressOf,
  claimAddress,
  consentWrite,
  guestConsent,
  optOut,
  pauseWrite,
  releaseWrite,
  subscribersFrom,
  type AddressClaim,
} from '../../../functions/preferences/public.ts';
import { aYes } from '../../builders/addresses.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';
import { sum, writeUnitsOf } from '../../harness/write-units.ts';

const database = contractDatabase();
let ports: TestPorts;
let waited = 0;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), pause: async (milliseconds) => void (waited += milliseconds) });
});
beforeEach(() => void (waited = 0));

const now = new Date('2026-07-24T09:00:00Z');
const aHash = () => randomBytes(32).toString('base64url');
const claimOf = (given: Partial<AddressClaim> = {}): AddressClaim => ({
  claim: ports.newId(), letter: 'l1', class: 'marketing', topic: 'newsletter', until: now.getTime() + 5000, now, ...given,
}); // prettier-ignore
const subscribed = async (given = {}) => {
  const hash = aHash();
  await apply(consentWrite(hash, aYes(given), ports), ports);
  return hash;
};
const outOf = (topics: 'all' | readonly ('newsletter' | 'offers')[] = 'all') =>
  ({ topics, reason: 'opt-out', source: 'link', at: now }) as const;

describe('a claim of an address', () => {
  it('is got once, released with the outcome, and counted', async () => {
    const hash = await subscribed();
    const claim = claimOf();
    const { claimed } = (await claimAddress(hash, claim, ports)) as { claimed: { claim: string; month: string } };
    expect(claimed).toEqual({ claim: claim.claim, month: '2026-07' });
    expect(await claimAddress(hash, claim, ports)).toEqual({ claimed });
    expect(await claimAddress(hash, claimOf(), ports)).toEqual({ refused: 'leased' });
    expect(await apply(releaseWrite(hash, claimed, { outcome: 'sent' }, ports), ports)).toMatchObject({
      applied: true,
    });
    expect(await addressOf(hash, ports)).toMatchObject({ version: 2, cap: { '2026-07': 1 } });
    expect((await addressOf(hash, ports))?.lease).toBeUndefined();
  });

  it('is not counted when the letter was certainly not sent', async () => {
    const hash = await subscribed();
    const got = (await claimAddress(hash, claimOf(), ports)) as { claimed: { claim: string } };
    await apply(releaseWrite(hash, got.claimed, { outcome: 'pending' }, ports), ports);
    expect((await addressOf(hash, ports))?.cap).toEqual({ '2026-07': 0 });
  });

  it('is one for a one-time mail, whoever asks for it; the same letter may be tried again', async () => {
    const hash = aHash();
    const friend = { class: 'one-time', topic: undefined } as const;
    const got = (await claimAddress(hash, claimOf(friend), ports)) as { claimed: { claim: string } };
    await apply(releaseWrite(hash, got.claimed, { outcome: 'pending' }, ports), ports);
    expect(await claimAddress(hash, claimOf({ ...friend, letter: 'l2' }), ports)).toEqual({ refused: 'invited' });
    expect(await claimAddress(hash, claimOf(friend), ports)).toMatchObject({ claimed: {} });
  });

  it.each(['deactivated', 'suspended', 'closed'] as const)('is refused while an account is %s', async (reason) => {
    const hash = await subscribed();
    await apply(pauseWrite(hash, reason, ports), ports);
    expect(await claimAddress(hash, claimOf(), ports)).toEqual({ refused: 'paused' });
    expect(await claimAddress(hash, claimOf({ class: 'service' }), ports)).toEqual({ refused: 'paused' });
    await apply(pauseWrite(hash, undefined, ports), ports);
    expect(await claimAddress(hash, claimOf(), ports)).toMatchObject({ claimed: {} });
  });
});

describe('an opt-out', () => {
  // promise: P39
  it('counts when it is answered, for marketing and one-time mail, and is in the journal', async () => {
    const hash = await subscribed();
    await optOut(hash, outOf(), ports);
    expect(await claimAddress(hash, claimOf(), ports)).toEqual({ refused: 'suppressed' });
    expect(await claimAddress(hash, claimOf({ class: 'one-time' }), ports)).toEqual({ refused: 'suppressed' });
    expect(await claimAddress(hash, claimOf({ class: 'service' }), ports)).toMatchObject({ claimed: {} });
    const { entries } = await journalFrom(undefined, ports);
    expect(entries.filter((entry) => entry.hash === hash)).toMatchObject([{ kind: 'opt-out', at: now.toISOString() }]);
    expect(waited).toBe(0);
  });

  it('leaves the other topic alone when it is of one', async () => {
    const hash = await subscribed({ topics: { newsletter: 'yes', offers: 'yes' } });
    await optOut(hash, outOf(['newsletter']), ports);
    expect(await claimAddress(hash, claimOf(), ports)).toEqual({ refused: 'no-consent' });
    expect(await claimAddress(hash, claimOf({ topic: 'offers' }), ports)).toMatchObject({ claimed: {} });
  });

  it('waits for a sender who holds the address, and for a dead one six seconds', async () => {
    const hash = await subscribed();
    const got = (await claimAddress(hash, claimOf(), ports)) as { claimed: { claim: string } };
    const pause = async (milliseconds: number) => {
      waited += milliseconds;
      if (waited === 400) await apply(releaseWrite(hash, got.claimed, { outcome: 'sent' }, ports), ports);
    };
    await optOut(hash, outOf(), { ...ports, pause });
    expect(waited).toBe(400);
    const dead = await subscribed();
    await claimAddress(dead, claimOf(), ports);
    waited = 0;
    await optOut(dead, outOf(), ports);
    expect(waited).toBe(6000);
  });

  it('says nothing new when it is repeated, and waits all the same', async () => {
    const hash = await subscribed();
    await claimAddress(hash, claimOf(), ports);
    await optOut(hash, outOf(), ports);
    const { version, history } = (await addressOf(hash, ports))!;
    waited = 0;
    await optOut(hash, outOf(), ports);
    expect(await addressOf(hash, ports)).toMatchObject({ version, history });
    expect(waited).toBe(6000);
  });

  it('costs four write units', async () => {
    const hash = await subscribed({ topics: { newsletter: 'yes', offers: 'yes' }, country: 'US' });
    const got = (await claimAddress(hash, claimOf({ until: Date.now() }), ports)) as { claimed: { claim: string } };
    await apply(releaseWrite(hash, got.claimed, { outcome: 'sent' }, ports), ports);
    const units = await writeUnitsOf(database.client(), 'test', () =>
      optOut(hash, { ...outOf(), source: 'one-click', via: 'c'.repeat(22) }, ports),
    );
    expect(sum(units)).toBeLessThanOrEqual(4);
  });

  it('is lifted by a yes of somebody signed in, but never for one-time mail after a removal', async () => {
    const hash = await subscribed();
    await optOut(hash, { ...outOf(), reason: 'removal', source: 'friend' }, ports);
    await apply(consentWrite(hash, aYes({ at: now }), ports), ports);
    expect(await claimAddress(hash, claimOf({ class: 'one-time' }), ports)).toEqual({ refused: 'suppressed' });
    expect(await claimAddress(hash, claimOf(), ports)).toMatchObject({ claimed: {} });
  });
});

describe("a guest's yes", () => {
  const guest = (countsFrom = now) => aYes({ person: 'guest-1', countsFrom });

  it('counts from its time on, and once', async () => {
    const hash = aHash();
    const later = new Date(now.getTime() + 1);
    expect(await guestConsent(hash, guest(later), ports)).toBe('yes');
    expect(await guestConsent(hash, guest(later), ports)).toBe('yes');
    expect((await addressOf(hash, ports))?.history).toHaveLength(1);
    expect(await claimAddress(hash, claimOf(), ports)).toEqual({ refused: 'no-consent' });
    expect(await claimAddress(hash, claimOf({ now: later }), ports)).toMatchObject({ claimed: {} });
  });

  // promise: P40
  it('never lifts a no, a suppression, or what an account said', async () => {
    const refused = aHash();
    await optOut(refused, outOf(), ports);
    expect(await guestConsent(refused, guest(), ports)).toBe('unchanged');
    const partly = aHash();
    await optOut(partly, outOf(['newsletter']), ports);
    expect(await guestConsent(partly, guest(), ports)).toBe('unchanged');
    const account = await subscribed({ topics: { newsletter: 'no' } });
    expect(await guestConsent(account, guest(), ports)).toBe('unchanged');
    expect(await claimAddress(account, claimOf(), ports)).toEqual({ refused: 'no-consent' });
  });

  it('is unconfirmed where the law asks for a second step, and says so again to whoever could not mail the link', async () => {
    const hash = aHash();
    const asked = { ...guest(), topics: { newsletter: 'unconfirmed' } } as const;
    expect(await guestConsent(hash, asked, ports)).toBe('unconfirmed');
    expect(await guestConsent(hash, asked, ports)).toBe('unconfirmed');
    expect(await guestConsent(hash, { ...asked, at: now }, ports)).toBe('unchanged');
    expect(await claimAddress(hash, claimOf(), ports)).toEqual({ refused: 'no-consent' });
  });
});

it('subscribers of a topic are those who said yes and refused nothing since', async () => {
  const [yes, out] = [await subscribed({ country: 'DE' }), await subscribed()];
  await optOut(out, outOf(), ports);
  const { subscribers } = await subscribersFrom('newsletter', undefined, ports);
  const hashes = subscribers.map(({ hash }) => hash);
  expect(subscribers).toContainEqual({ hash: yes, person: 'p1', country: 'DE' });
  expect(hashes).not.toContain(out);
  expect(await transact([pauseWrite(yes, 'closed', ports)], ports)).toEqual({ done: true });
});
