import type { Order } from '../../../functions/orders/domain.ts';
import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { cartsIn, quantities } from '../../builders/carts.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { ordersIn } from '../../builders/orders.ts';
import { line } from '../../builders/cards.ts';

const database = contractDatabase();
const { ports, order, row, receipts, dispute } = ordersIn(database.client);
const { filled, open, read } = cartsIn(database.client);

/** An order paid for three of CARD-A out of a cart that also has two of CARD-B. */
const paid = async (more: Partial<Order> = {}) => {
  const cart = await filled();
  const lines = [line('CARD-A', 3)];
  const id = await order('paid', { cart: { id: cart.id, version: cart.version }, lines, capture: 'C1', ...more });
  await open(cart, id);
  return { id, cart: cart.id };
};

describe('a paid order', () => {
  it('is delivered once with one receipt, however many deliver it at once', async () => {
    const { id, cart } = await paid();
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => fulfil(id, ports())));
    expect(all.filter((each) => each.status === 'fulfilled' && each.value === 'fulfilled')).toHaveLength(1);
    expect(await row(id)).toMatchObject({ status: 'fulfilled', history: [{ status: 'fulfilled' }] });
    expect(await receipts(id)).toHaveLength(1);
    expect(quantities(await read(cart))).toEqual({ 'CARD-B': 2 });
  });

  it.each(['before', 'after'] as const)('is delivered once when the process dies %s the transaction', async (when) => {
    const { id, cart } = await paid();
    const stop = injectFaults(database.client(), (command, nth) =>
      command === 'TransactWriteItemsCommand' && nth === 0 ? { [when]: faults.killed() } : undefined,
    );
    await expect(fulfil(id, ports()).finally(stop)).rejects.toThrow('ProcessKilled');
    expect(await fulfil(id, ports())).toBe(when === 'before' ? 'fulfilled' : 'not-now');
    expect(await fulfil(id, ports())).toBe('not-now');
    expect(await receipts(id)).toHaveLength(1);
    expect(quantities(await read(cart))).toEqual({ 'CARD-B': 2 });
  });

  it('is left for another run after a conflict', async () => {
    const { id } = await paid();
    const stop = injectFaults(database.client(), (command) =>
      command === 'TransactWriteItemsCommand' ? { before: faults.conflict(2) } : undefined,
    );
    await expect(fulfil(id, ports()).finally(stop)).rejects.toThrow('TransactionCanceledException');
    expect(await fulfil(id, ports())).toBe('fulfilled');
  });

  it('is not delivered while it is disputed, and its cart stays as it is', async () => {
    const { id, cart } = await paid({ disputed: true });
    expect(await fulfil(id, ports())).toBe('not-now');
    expect(await row(id)).toMatchObject({ status: 'paid', open: 'fulfilment' });
    expect(await receipts(id)).toEqual([]);
    expect(quantities(await read(cart))).toEqual({ 'CARD-A': 3, 'CARD-B': 2 });
  });

  it('is not delivered when the dispute comes just before the transaction', async () => {
    const { id } = await paid();
    const stop = injectFaults(database.client(), async (command) => {
      if (command === 'TransactWriteItemsCommand') await dispute(id);
      return undefined;
    });
    expect(await fulfil(id, ports()).finally(stop)).toBe('not-now');
    expect(await row(id)).toMatchObject({ status: 'paid', disputed: true });
    expect(await receipts(id)).toEqual([]);
  });

  it.each(['created', 'approved', 'pending', 'voided', 'quarantined', 'refunded'] as const)(
    'it has to be: %s is not delivered',
    async (status) => {
      const id = await order(status);
      expect(await fulfil(id, ports())).toBe('not-now');
      expect(await row(id)).toMatchObject({ status });
      expect(await receipts(id)).toEqual([]);
    },
  );
});
