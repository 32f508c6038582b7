import { refreshPrices } from '../../../functions/cart/public.ts';
import { money, product } from '../../builders/cards.ts';
import { cartsIn } from '../../builders/carts.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';

const { client } = contractDatabase();
const { ports, set, read, filled, open } = cartsIn(client);

describe('an order opened for a version of a cart', () => {
  it('is noted there and changes nothing else', async () => {
    const cart = await filled();
    expect(await open(cart, 'order-1')).toBe(true);
    expect(await read(cart.id)).toEqual({ ...cart, open: { [cart.version]: 'order-1' } });
  });

  it('is the only one, whoever comes at the same time', async () => {
    const cart = await filled();
    const orders = Array.from({ length: 10 }, (_, n) => `order-${n}`);
    const opened = await Promise.all(orders.map((order) => open(cart, order)));
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect((await read(cart.id)).open[cart.version]).toBe(orders[opened.indexOf(true)]);
  });

  it('is refused for a cart that has changed', async () => {
    const cart = await filled();
    await set(cart.id, 'CARD-A', 1);
    expect(await open(cart, 'order-1')).toBe(false);
  });

  it('may take the place of the very order that it replaces, and of no other', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    expect(await open(cart, 'order-2', 'order-0')).toBe(false);
    expect(await open(cart, 'order-2', 'order-1')).toBe(true);
    expect((await read(cart.id)).open).toEqual({ [cart.version]: 'order-2' });
  });

  it('is remembered with the nineteen before it, so that a cart does not grow for ever', async () => {
    const cart = await filled();
    for (let n = 1; n <= 25; n += 1) {
      await set(cart.id, 'CARD-A', 1 + (n % 2));
      expect(await open(await read(cart.id), `order-${n}`)).toBe(true);
    }
    const remembered = Object.values((await read(cart.id)).open);
    expect(remembered).toHaveLength(20);
    expect(remembered).toEqual(expect.arrayContaining(['order-6', 'order-25']));
  });
});

describe('prices refreshed before checkout', () => {
  it('put the names and prices of today into the lines, as another version', async () => {
    const cart = await filled();
    await refreshPrices(cart, new Map([['CARD-A', { ...product('CARD-A', money(1100)), name: 'New name' }]]), ports());
    const now = await read(cart.id);
    expect(now.version).toBe(cart.version + 1);
    expect(now.lines['CARD-A']).toEqual({ name: 'New name', quantity: 3, unitPrice: money(1100) });
    expect(now.lines['CARD-B']).toEqual(cart.lines['CARD-B']);
  });

  it('leave a cart alone that changed meanwhile', async () => {
    const cart = await filled();
    await set(cart.id, 'CARD-C', 1);
    await refreshPrices(cart, new Map([['CARD-A', product('CARD-A', money(1100))]]), ports());
    expect((await read(cart.id)).lines).toMatchObject({
      'CARD-A': { unitPrice: money(900) },
      'CARD-C': { quantity: 1 },
    });
  });

  it('are not taken for written when the database failed', async () => {
    const cart = await filled();
    const stop = injectFaults(client(), (command) =>
      command === 'UpdateItemCommand' ? { before: faults.throttled() } : undefined,
    );
    const today = new Map([['CARD-A', product('CARD-A', money(1100))]]);
    await expect(refreshPrices(cart, today, ports()).finally(stop)).rejects.toThrow('ThrottlingException');
    expect(await read(cart.id)).toEqual(cart);
  });
});
