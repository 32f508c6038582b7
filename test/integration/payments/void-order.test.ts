import { getOrder } from '../../../functions/checkout/public.ts';
import type { Order } from '../../../functions/checkout/order.ts';
import { voidOrder } from '../../../functions/payments/void-order.ts';
import { contractDatabase } from '../../support/contract-database.ts';
import { ordersIn } from '../../support/orders.ts';

const database = contractDatabase();
const { ports, order, row } = ordersIn(database.client);
const read = async (id: string) => (await getOrder(id, ports())) as Order;

describe('an order is voided', () => {
  it('when nothing claims its capture, and leaves the queue', async () => {
    const id = await order('approved');
    expect(await voidOrder(await read(id), 'lapsed', ports())).toBe(true);
    expect(await row(id)).toMatchObject({ status: 'voided' });
    expect(await row(id)).not.toHaveProperty('open');
  });

  it('never while a capture may be under way, for whatever reason', async () => {
    const id = await order('approved', { capturing: 'P1' });
    for (const reason of ['lapsed', 'out-of-stock', 'refused'] as const) {
      expect(await voidOrder(await read(id), reason, ports())).toBe(false);
      expect(await voidOrder(await read(id), reason, ports(), 'P2')).toBe(false);
    }
    expect(await row(id)).toMatchObject({ status: 'approved', open: 'payment', capturing: 'P1' });
  });

  it('when the very payment whose capture was claimed is disproven', async () => {
    const id = await order('approved', { capturing: 'P1' });
    expect(await voidOrder(await read(id), 'refused', ports(), 'P1')).toBe(true);
    expect(await row(id)).toMatchObject({ status: 'voided' });
  });

  it('never by a claim or a status that came after it was read', async () => {
    const id = await order('approved', { capturing: 'P1' });
    const { capturing: _claim, ...before } = await read(id);
    expect(await voidOrder(before, 'out-of-stock', ports())).toBe(false);
    const other = await order('approved');
    expect(await voidOrder({ ...(await read(other)), status: 'created' }, 'lapsed', ports())).toBe(false);
    expect([(await row(id))['status'], (await row(other))['status']]).toEqual(['approved', 'approved']);
  });
});
