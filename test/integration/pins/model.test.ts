import fc from 'fast-check';
import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { replace } from '../../../functions/fulfilment/replace-pin.ts';
import { orderPins, recallBatch } from '../../../functions/pins/public.ts';
import { fulfilledOrders } from '../../builders/fulfilled.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';

const database = contractDatabase();
const { fulfilled, portsOf } = fulfilledOrders(database.client);
type Fulfilled = Awaited<ReturnType<typeof fulfilled>>;

const deeds = {
  reveal: async (one: Fulfilled) => void (await one.reveal()),
  withdraw: async (one: Fulfilled) => void (await one.withdraw()),
  refund: async (one: Fulfilled) => one.refunded(),
  clear: async (one: Fulfilled) => void (await fulfil(one.id, one.ports)),
  report: async (one: Fulfilled) => void (await one.report(1, 'dead')),
  replace: async (one: Fulfilled) => void (await replace(await one.order(), 1, one.ports)),
  recall: async (one: Fulfilled) => {
    const [pin] = (await orderPins(one.id, one.ports)).pins;
    if (pin) await recallBatch({ sku: one.sku, batch: pin.batch }, one.ports);
  },
  // The money goes after a reveal, as staff or a lost dispute have it go.
  charge: async (one: Fulfilled) => {
    if (!(await one.order()).revealed) return;
    await one.becomes('status', 'refunded');
    await one.enterQueue();
  },
};
type Deed = keyof typeof deeds;

/** Every PIN that was shown to the buyer of an order so far. */
const shownTo = async (one: Fulfilled): Promise<string[]> => {
  const order = await one.order();
  if (!order.revealed) return [];
  const { hold, pins } = await orderPins(one.id, one.ports);
  return [...pins.map(({ id }) => id), ...(hold?.replaced ?? []).map(({ from }) => from)];
};

/** Does things to an order, two at a time, of which the process may die in the midst; looks after each pair. */
const run = async (steps: readonly (readonly [Deed, Deed, number])[]): Promise<void> => {
  const one = await fulfilled({}, { quantity: 2, spare: 2, ...portsOf() });
  const shown = new Set<string>();
  for (const [first, second, dies] of steps) {
    let left = dies;
    const stop = injectFaults(database.client(), () => (left-- === 0 ? { before: faults.killed() } : undefined));
    await Promise.allSettled([deeds[first](one), deeds[second](one)]);
    stop();
    for (const id of await shownTo(one)) shown.add(id);
    const [rows, order] = [await one.pins(), await one.order()];
    for (const row of rows) {
      // Held by one order at most, and by none while it is free.
      expect([row.id, row.free !== undefined && row.heldBy !== undefined]).toEqual([row.id, false]);
      if (shown.has(row.id)) expect([row.id, row.heldBy]).toEqual([row.id, one.id]);
      if (row.unfit !== undefined) expect([row.id, row.free === one.sku]).toEqual([row.id, false]);
    }
    // Never both a refund by the buyer and a PIN.
    expect(order.revealed !== undefined && order.withdrawal !== undefined).toBe(false);
    if (order.withdrawal && order.status !== 'refunded')
      expect(rows.filter((row) => row.heldBy === one.id)).not.toEqual([]);
  }
};

describe('a PIN', () => {
  // Invariant: held by at most one order at a time, and once shown its order's for ever.
  it('stays with the order it was shown to, whatever is done in whatever order, at once, and half', async () => {
    const deed = fc.constantFrom(...(Object.keys(deeds) as Deed[]));
    const step = fc.tuple(deed, deed, fc.constantFrom(0, 1, 2, 3, 4, 5, 99, 99, 99));
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), run), { numRuns: 40 });
  });
});
