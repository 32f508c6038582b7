import type { Cart } from '../../../functions/cart/domain.ts';
import { removeBought, boughtLinesWrite } from '../../../functions/cart/public.ts';
import { removeLine } from '../../../functions/cart/store.ts';
import { money } from '../../builders/cards.ts';
import { cartsIn, quantities } from '../../builders/carts.ts';
import { consistencyOf, contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';

const database = contractDatabase();
const { visitor, ports, set, read, filled, open } = cartsIn(database.client);

const purchase = (cart: Cart, order = 'order-1') => ({
  cart: cart.id,
  version: cart.version,
  order,
  lines: [
    { sku: 'CARD-A', quantity: 3 },
    { sku: 'CARD-B', quantity: 2 },
  ],
});

describe('what a paid order bought', () => {
  it('leaves the cart; what was added after the order stays', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    await set(cart.id, 'CARD-A', 5);
    await set(cart.id, 'CARD-C', 1);
    await removeBought(purchase(cart), ports());
    const now = await read(cart.id);
    expect(quantities(now)).toEqual({ 'CARD-A': 2, 'CARD-C': 1 });
    expect(now.open).toEqual({});
  });

  it('leaves once, however often and however many at a time it is told', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    await set(cart.id, 'CARD-A', 9);
    await Promise.all(Array.from({ length: 10 }, () => removeBought(purchase(cart), ports())));
    await removeBought(purchase(cart), ports());
    expect(quantities(await read(cart.id))).toEqual({ 'CARD-A': 6 });
  });

  it('costs one read and one write, and one read when it is told again', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    const run = () => requestsOf(database.client(), () => removeBought(purchase(cart), ports()));
    expect(await run()).toEqual(['GetItemCommand', 'UpdateItemCommand']);
    expect(await run()).toEqual(['GetItemCommand']);
  });

  it.each([
    ['in a write of its own', removeBought],
    ['in the transaction that delivers', boughtLinesWrite],
  ])('leaves the cart as it is, not as it was: %s after a consistent read', async (_, take) => {
    const cart = await filled();
    await open(cart, 'order-1');
    expect(await consistencyOf(database.client(), () => take(purchase(cart), ports()))).toEqual([true]);
  });

  it('leaves exactly while twenty changes of the cart are going on', async () => {
    for (let round = 0; round < 5; round += 1) {
      const cart = await filled();
      await open(cart, 'order-1');
      const changes = Array.from({ length: 20 }, (_, n) => set(cart.id, `CARD-${n % 8}`, 1 + (n % 9)));
      await Promise.all([...changes, removeBought(purchase(cart), ports()), removeBought(purchase(cart), ports())]);
      const now = await read(cart.id);
      expect(Object.keys(now.lines).sort()).toEqual(Array.from({ length: 8 }, (_, n) => `CARD-${n}`));
      expect(now.version).toBe(cart.version + 21);
    }
  });

  it('is counted against the quantity that is there when another change of the same card comes between', async () => {
    for (let round = 0; round < 5; round += 1) {
      const cart = await filled();
      await open(cart, 'order-1');
      await Promise.all([set(cart.id, 'CARD-A', 9), removeBought(purchase(cart), ports())]);
      // Set to 9 before the removal, six are left; set after it, nine.
      expect([6, 9]).toContain(quantities(await read(cart.id))['CARD-A']);
    }
  });

  it('stays gone when the answer to the write is lost and the write is made again', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    await set(cart.id, 'CARD-A', 9);
    const stop = injectFaults(database.client(), (name) =>
      name === 'UpdateItemCommand' ? { after: faults.timedOut() } : undefined,
    );
    await removeBought(purchase(cart), ports()).finally(stop);
    await removeBought(purchase(cart), ports());
    expect(quantities(await read(cart.id))).toEqual({ 'CARD-A': 6 });
  });

  it('does not leave for an order that the cart does not know', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    await removeBought(purchase(cart, 'order-2'), ports());
    expect(await read(cart.id)).toEqual({ ...cart, open: { [cart.version]: 'order-1' } });
  });

  it('is nothing to a cart that is gone, and to one that has expired', async () => {
    await removeBought({ cart: visitor(), version: 1, order: 'order-1', lines: [] }, ports());
    const cart = await filled();
    await open(cart, 'order-1');
    await removeBought(purchase(cart), ports(new Date(Date.now() + 31 * 24 * 60 * 60 * 1000)));
    expect(quantities(await read(cart.id))).toEqual({ 'CARD-A': 3, 'CARD-B': 2 });
  });

  it('lets an emptied cart be filled again', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    await removeBought(purchase(cart), ports());
    expect((await read(cart.id)).lines).toEqual({});
    expect(await removeLine(cart.id, 'CARD-A', ports())).toMatchObject({ lines: {} });
    expect(await set(cart.id, 'CARD-Z', 1, money(900, 'EUR'))).toMatchObject({ currency: 'EUR' });
  });
});
