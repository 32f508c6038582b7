import { accesses, accessesOf, recordAccess } from '../../../functions/audit/public.ts';
import { Unavailable } from '../../../functions/kit/http/problem.ts';
import { day } from '../../../functions/kit/value/time.ts';
import { auditWorld, type AuditWorld } from '../../harness/audit-world.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';

let dynamo: TestDatabase;
let world: AuditWorld;
let restore: () => void = () => undefined;
beforeAll(async () => {
  dynamo = await openTestDatabase();
}, 60_000);
beforeEach(async () => {
  world = await auditWorld(dynamo.client);
});
afterEach(() => restore());
afterAll(() => dynamo.close());

const access = () => ({
  staff: 'staff-1',
  person: 'person-1',
  fields: ['email', 'name'],
  action: 'search',
  reason: 'order-1',
  at: world.clock.at,
});

describe('an access that is recorded', () => {
  // promise: P9
  it('says who looked, when, at which fields and why, and holds no value', async () => {
    await recordAccess(access(), world.ports);
    const [row] = await world.all('accesses');
    const { id, nonce, ...rest } = row!;
    expect(rest).toEqual({
      day: '2026-11-24',
      at: '2026-11-24T12:00:00.000Z',
      staff: 'staff-1',
      person: 'person-1',
      fields: ['email', 'name'],
      action: 'search',
      reason: 'order-1',
      explained: true,
      waiting: 'yes',
      expiresAt: Math.floor((world.clock.at.getTime() + 730 * day) / 1000),
    });
    expect(id).toMatch(/^2026-11-24T12:00:00\.000Z\.[\w-]{22}$/);
    expect(nonce).toMatch(/^[\w-]{43}$/);
  });

  it('is one row when only the response to its put was lost', async () => {
    restore = injectFaults(
      dynamo.client,
      (command, nth) => (command === 'PutItemCommand' && nth === 0 ? { after: faults.timedOut() } : undefined),
      'each try',
    );
    await recordAccess(access(), world.ports);
    expect(await world.all('accesses')).toHaveLength(1);
  });

  it('never takes the place of another row, though it had the same id', async () => {
    const ports = { ...world.ports, newId: () => 'the-same-id' };
    await recordAccess(access(), ports);
    await expect(recordAccess({ ...access(), staff: 'staff-2' }, ports)).rejects.toThrow(Unavailable);
    expect(await world.all('accesses')).toMatchObject([{ staff: 'staff-1' }]);
  });

  it.each([
    ['throttles', faults.throttled()],
    ['gives no response', faults.timedOut()],
    ['refuses the role', Object.assign(new Error('no'), { name: 'AccessDeniedException' })],
  ])('counts as not recorded when the store %s', async (_, fault) => {
    restore = injectFaults(dynamo.client, () => ({ before: fault }));
    await expect(recordAccess(access(), world.ports)).rejects.toThrow(Unavailable);
  });
});

describe('the accesses to a person', () => {
  it('are all of them, oldest first, and none of another', async () => {
    await world.looks(7);
    const found = await accessesOf('person-0', world.ports);
    expect(found.map(({ at }) => at)).toEqual([
      '2026-11-24T12:00:01.000Z',
      '2026-11-24T12:00:04.000Z',
      '2026-11-24T12:00:07.000Z',
    ]);
    expect(found[0]).toMatchObject({ staff: 'staff-1', fields: ['email'], reason: 'order-1', explained: true });
    expect(await accessesOf('person-9', world.ports)).toEqual([]);
  });

  it('leave with the end of their time, whether or not the store has deleted them', async () => {
    await world.looks(1);
    world.pass(730 * day);
    expect(await accessesOf('person-0', world.ports)).toEqual([]);
  });
});

describe('the accesses from a time on', () => {
  const walk = async (asked: { person?: string; from: string }) => {
    const pages: number[] = [];
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await accesses({ ...asked, cursor }, world.ports);
      pages.push(page.items.length);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    return { pages, ids };
  };

  it('come page by page across days, each once, those of nobody found too', async () => {
    await world.looks(60);
    world.pass(2 * day);
    await world.look(undefined, { explained: false });
    const { pages, ids } = await walk({ from: '2026-11-24' });
    expect(pages).toEqual([50, 11]);
    expect(new Set(ids).size).toBe(61);
    expect([...ids].sort()).toEqual(ids);
    expect((await walk({ from: '2026-11-26' })).ids).toHaveLength(1);
    expect((await walk({ from: '2026-11-24T12:00:55.500Z' })).ids).toHaveLength(6);
  });

  it('of one person are that person’s alone', async () => {
    await world.looks(160);
    expect((await walk({ person: 'person-1', from: '2026-11-24' })).pages).toEqual([50, 3]);
    expect((await walk({ person: 'person-1', from: '2026-11-25' })).ids).toEqual([]);
  });

  it('end a page after a month of days with nothing, and go on from there', async () => {
    await world.looks(1);
    world.pass(70 * day);
    await world.looks(1);
    const { pages, ids } = await walk({ from: '2026-11-01' });
    expect(pages.length).toBeGreaterThan(2);
    expect(ids).toHaveLength(2);
  });
});
