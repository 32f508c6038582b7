import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';
import { sendersTo } from '../../harness/senders.ts';

const database = contractDatabase();
let ports: TestPorts;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client() });
});

type World = ReturnType<typeof sendersTo>;
/** What is known without looking: whether somebody has said yes and nothing else since, be it answered or not. */
type Model = { agreed: boolean };
type Command = fc.AsyncCommand<Model, World>;

const command = (name: string, run: (model: Model, world: World) => Promise<unknown>): Command => ({
  check: () => true,
  run: async (model, world) => {
    await run(model, world);
    expect(world.broken).toEqual([]);
  },
  toString: () => name,
});

/** Clocks differ by half a minute at most, one way or the other. */
const skew = fc.integer({ min: -30_000, max: 30_000 });
const sender = fc.record({
  skew,
  frozen: fc.oneof(fc.integer({ min: 0, max: 2500 }), fc.constantFrom(0, 1999, 2000, 2001, 9000, 70_000)),
  call: fc.integer({ min: 1, max: 6000 }),
  dies: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.constantFrom('claimed' as const, 'calling' as const)),
}); // prettier-ignore

const letter = fc.constantFrom('l1', 'l2', 'l3');
const reasons = fc.constantFrom('opt-out' as const, 'complaint' as const, 'removal' as const, 'erasure' as const);

const commands = [
  fc.tuple(sender, letter).map(([how, id]) =>
    command(`send ${id} ${JSON.stringify(how)}`, async ({ agreed }, world) => {
      const { dies, ...rest } = how;
      const outcome = await world.send({ ...rest, ...(dies && { dies }) }, id);
      if (!agreed && outcome === 'claimed') world.broken.push('an address was claimed that had refused');
    }),
  ),
  skew.map((off) => command(`agree ${off}`, async (model, world) => ((model.agreed = true), world.agree(off)))),
  fc.tuple(reasons, skew).map(([reason, off]) =>
    command(`opt out ${reason} ${off}`, async (model, world) => {
      model.agreed = false;
      await world.optOut(reason, off);
    }),
  ),
  skew.map((off) =>
    command(`opt out, unanswered ${off}`, async (model, world) => ((model.agreed = false), world.optOutUnanswered(off))),
  ),
  fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(6000, 70_000)).map((time) =>
    command(`wait ${time}`, async (_model, world) => world.pass(time)),
  ),
]; // prettier-ignore

// promise: P39
it('no marketing is sent after an answered opt-out, whoever is frozen, dies, or has a clock that is off', async () => {
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 25, size: 'max' }), async (drawn) => {
      const world = sendersTo(randomBytes(32).toString('base64url'), ports);
      await world.agree(0);
      await fc.asyncModelRun(() => ({ model: { agreed: true }, real: world }), drawn);
      await world.pass(120_000);
      expect(world.broken).toEqual([]);
      calls += world.begun.length;
    }),
    { numRuns: 120 },
  );
  expect(calls).toBeGreaterThan(10);
}, 120_000);

it('an opt-out waits for a sender that is frozen until the last moment, and a frozen one that wakes later does not send', async () => {
  for (const frozen of [1999, 2001]) {
    const world = sendersTo(randomBytes(32).toString('base64url'), ports);
    await world.agree(0);
    expect(await world.send({ skew: 20_000, frozen, call: 1000 }, 'l1')).toBe('claimed');
    await world.optOut('opt-out', -20_000);
    await world.pass(60_000);
    expect([world.begun.length, world.broken]).toEqual([frozen < 2000 ? 1 : 0, []]);
  }
});

it('a sender whose clock is fast does not hide another, who is frozen, from an opt-out', async () => {
  const world = sendersTo(randomBytes(32).toString('base64url'), ports);
  await world.agree(0);
  expect(await world.send({ skew: -30_000, frozen: 1900, call: 1 }, 'l1')).toBe('claimed');
  await world.send({ skew: 29_000, frozen: 0, call: 1 }, 'l2');
  await world.pass(100);
  await world.optOut('opt-out', 0);
  await world.pass(60_000);
  expect([world.begun.length, world.broken]).toEqual([1, []]);
});
