import { randomBytes } from 'node:crypto';
import { apply, transact } from '../../../functions/kit/store/write.ts';
import {
  addressOf,
  choiceWrites,
  claimAddress,
  consentWrite,
  guestConsent,
  moveWrites,
  optOut,
  pauseWrite,
} from '../../../functions/preferences/public.ts';
import { aYes, textHash } from '../../builders/addresses.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), pause: async () => undefined });
});

const at = new Date('2026-07-24T09:00:00Z');
const aHash = () => randomBytes(32).toString('base64url');
const choose = async (hash: string, yes: boolean, person = 'p1') => {
  const choice = { yes, source: 'sign-up', text: textHash, person, at } as const;
  const writes = choiceWrites(hash, await addressOf(hash, ports), choice, ports);
  if (writes.length > 0) await transact(writes, ports);
  return writes.length;
};
const states = async (hash: string) => {
  const address = await addressOf(hash, ports);
  return { newsletter: address?.topics.newsletter?.state, offers: address?.topics.offers?.state };
};
const refuse = (hash: string, topics: 'all' | ['newsletter'] = 'all') =>
  optOut(hash, { topics, reason: 'opt-out', source: 'link', at }, ports);

describe('a choice on a form of an account', () => {
  it('is written once, and a yes lifts an opt-out and a pause', async () => {
    const hash = aHash();
    expect(await choose(hash, true)).toBe(1);
    expect(await choose(hash, true)).toBe(0);
    await refuse(hash);
    await apply(pauseWrite(hash, 'closed', ports), ports);
    expect(await choose(hash, true)).toBe(1);
    expect(await states(hash)).toEqual({ newsletter: 'yes', offers: 'yes' });
    expect(await addressOf(hash, ports)).not.toMatchObject({ suppressed: {}, paused: 'closed' });
  });

  it('makes what a guest said of the mailbox the account’s, from now on', async () => {
    const hash = aHash();
    await guestConsent(hash, aYes({ person: 'guest', countsFrom: new Date('2027-01-01') }), ports);
    await choose(hash, true);
    expect(await addressOf(hash, ports)).toMatchObject({ person: 'p1', account: true });
    expect((await addressOf(hash, ports))?.topics.newsletter?.countsFrom).toBeUndefined();
  });

  it('is no opt-out when the box is left empty, and no yes either', async () => {
    const [known, unknown] = [aHash(), aHash()];
    await apply(consentWrite(known, aYes(), ports), ports);
    await choose(known, false);
    expect(await states(known)).toEqual({ newsletter: 'yes', offers: 'no' });
    await choose(unknown, false);
    expect(await states(unknown)).toEqual({ newsletter: 'no', offers: 'no' });
  });
});

describe('another address of an account', () => {
  const move = async (from: string, to: string) =>
    transact(
      moveWrites(
        {
          from: { hash: from, address: await addressOf(from, ports) },
          to: { hash: to, address: await addressOf(to, ports) },
          person: 'p1',
          at,
        },
        ports,
      ),
      ports,
    );

  it('takes along what was said, and leaves the old mailbox to nobody', async () => {
    const [from, to] = [aHash(), aHash()];
    await apply(consentWrite(from, aYes({ country: 'DE' }), ports), ports);
    await move(from, to);
    expect(await addressOf(to, ports)).toMatchObject({
      person: 'p1', account: true, country: 'DE', topics: { newsletter: { state: 'yes', at: aYes().at.toISOString() } },
    }); // prettier-ignore
    const left = await addressOf(from, ports);
    expect(left?.person ?? left?.account ?? left?.topics.newsletter).toBeUndefined();
    expect(left?.history).toHaveLength(1);
    expect(await guestConsent(from, aYes({ person: 'next' }), ports)).toBe('yes');
  });

  it('undoes no opt-out, neither of the old mailbox nor of the new', async () => {
    const now = new Date();
    const claim = {
      claim: 'c',
      letter: 'l',
      class: 'marketing',
      topic: 'newsletter',
      until: now.getTime(),
      now,
    } as const;
    const [out, to] = [aHash(), aHash()];
    await apply(consentWrite(out, aYes(), ports), ports);
    await refuse(out);
    await move(out, to);
    expect(await claimAddress(to, claim, ports)).toEqual({ refused: 'suppressed' });
    const [from, refused] = [aHash(), aHash()];
    await apply(consentWrite(from, aYes(), ports), ports);
    await refuse(refused, ['newsletter']);
    await move(from, refused);
    expect(await claimAddress(refused, claim, ports)).toEqual({ refused: 'no-consent' });
  });

  it('is refused when somebody opts out meanwhile', async () => {
    const [from, to] = [aHash(), aHash()];
    await apply(consentWrite(from, aYes(), ports), ports);
    const read = { hash: from, address: await addressOf(from, ports) };
    await refuse(from);
    const writes = moveWrites({ from: read, to: { hash: to, address: undefined }, person: 'p1', at }, ports);
    expect(await transact(writes, ports)).toMatchObject({ done: false });
    expect(await addressOf(to, ports)).toBeUndefined();
  });
});
