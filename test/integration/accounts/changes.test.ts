import { getAccount, accountOf, personsOf } from '../../../functions/accounts/account.ts';
import { closeOpen, endingWrite, joinWrite, reactivationWrite } from '../../../functions/accounts/changes.ts';
import { revoke } from '../../../functions/accounts/revoked.ts';
import { dropWrite } from '../../../functions/accounts/unconfirmed.ts';
import { moves, statuses } from '../../../functions/accounts/domain/status.ts';
import { sessionOf } from '../../../functions/accounts/session.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { seconds } from '../../../functions/kit/value/time.ts';
import { accountIn } from '../../builders/accounts.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let now = new Date('2026-07-01T12:00:00.400Z');
const ports = () => testPorts({ dynamo: database.client(), now: () => now });
const end = (id: string, to?: Parameters<typeof endingWrite>[0]['to']) =>
  apply(endingWrite({ id, at: now, ...(to && { to }) }, ports()), ports());
const session = (id: string, authTime: number, origin = 'origin') =>
  sessionOf({ pool: 'customers', id, authTime, origin, groups: [] }, ports());

describe('the end of all sessions', () => {
  it('shuts out every sign-in up to its own second, and lets in those after it', async () => {
    const { id } = await accountIn(ports());
    const second = seconds(now);
    expect(await session(id, second)).toMatchObject({ kind: 'customer', state: 'active' });
    await end(id);
    expect(await session(id, second - 1)).toBeUndefined();
    expect(await session(id, second)).toBeUndefined();
    expect(await session(id, second + 1)).toBeDefined();
  });

  it('puts the account on the list of the sweeper until that version is aligned', async () => {
    const { id } = await accountIn(ports());
    await end(id);
    const first = await getAccount(id, ports());
    await end(id);
    if (!first) throw new Error('gone');
    expect(await closeOpen(first, ports())).toBe(false);
    const second = await getAccount(id, ports());
    expect(second?.open).toBe('y');
    if (second) expect(await closeOpen(second, ports())).toBe(true);
    expect(await getAccount(id, ports())).not.toHaveProperty('open');
  });

  it.each(statuses)('moves an account that is %s only where the table of moves allows', async (from) => {
    for (const to of statuses.filter((each) => each !== 'unconfirmed')) {
      const { id } = await accountIn(ports(), { confirmed: from !== 'unconfirmed' });
      if (from !== 'unconfirmed' && from !== 'active') await end(id, from);
      const allowed: readonly string[] = moves[from];
      expect({ to, applied: (await end(id, to)).applied }).toEqual({ to, applied: allowed.includes(to) });
    }
  });

  // promise: P18
  it.each(['suspended', 'closed'] as const)('leaves nobody in whose account is %s', async (to) => {
    const { id } = await accountIn(ports());
    await end(id, to);
    expect(await session(id, seconds(now) + 100)).toBeUndefined();
  });
});

describe('a sign-in that was signed out', () => {
  it('has ended, and no other has', async () => {
    const account = await accountIn(ports());
    await revoke(account, 'first', ports());
    expect(await session(account.id, seconds(now), 'first')).toBeUndefined();
    expect(await session(account.id, seconds(now), 'second')).toBeDefined();
  });

  it('is remembered longer than its last access token is good, and forgotten after that', async () => {
    const account = await accountIn(ports());
    await revoke(account, 'first', ports());
    const begun = now;
    now = new Date(begun.getTime() + 310_000);
    await revoke((await getAccount(account.id, ports())) ?? account, 'second', ports());
    expect(Object.keys((await getAccount(account.id, ports()))?.revoked ?? {}).sort()).toEqual(['first', 'second']);
    now = new Date(begun.getTime() + 400_000);
    await revoke((await getAccount(account.id, ports())) ?? account, 'third', ports());
    expect(Object.keys((await getAccount(account.id, ports()))?.revoked ?? {}).sort()).toEqual(['second', 'third']);
    now = begun;
  });
});

describe('persons of an account', () => {
  it('join once, and keep the time at which they did', async () => {
    const account = await accountIn(ports());
    const join = async (persons: string[], at: Date) => {
      const write = joinWrite((await getAccount(account.id, ports())) ?? account, persons, at, ports());
      if (write) await apply(write, ports());
      return write !== undefined;
    };
    expect(await join(['guest-1'], now)).toBe(true);
    expect(await join(['guest-1', account.person], new Date(now.getTime() + 9000))).toBe(false);
    expect(await join(['guest-1', 'guest-2'], new Date(now.getTime() + 9000))).toBe(true);
    const joined = await getAccount(account.id, ports());
    expect(joined?.joined).toEqual({ 'guest-1': seconds(now), 'guest-2': seconds(now) + 9 });
    expect(personsOf(joined ?? account)).toEqual([account.person, 'guest-1', 'guest-2']);
    expect((await accountOf(account.person, ports()))?.id).toBe(account.id);
  });
});

describe('an account that was never confirmed', () => {
  it('has no session, and is dropped; a confirmed one is not', async () => {
    const { id } = await accountIn(ports(), { confirmed: false });
    expect(await session(id, seconds(now) + 9)).toBeUndefined();
    expect((await apply(dropWrite(id, ports()), ports())).applied).toBe(true);
    expect((await apply(dropWrite(id, ports()), ports())).applied).toBe(true);
    const confirmed = await accountIn(ports());
    expect((await apply(dropWrite(confirmed.id, ports()), ports())).applied).toBe(false);
  });
});

describe('a deactivated account', () => {
  it('keeps the session that it comes back with', async () => {
    const { id } = await accountIn(ports());
    await end(id, 'deactivated');
    const later = seconds(now) + 1;
    expect(await session(id, later)).toMatchObject({ state: 'deactivated' });
    expect((await apply(reactivationWrite(id, ports()), ports())).applied).toBe(true);
    expect(await session(id, later)).toMatchObject({ state: 'active' });
    expect((await apply(reactivationWrite(id, ports()), ports())).applied).toBe(false);
  });
});
