import { removeBought } from '../../../functions/cart/public.ts';
import { removeLine } from '../../../functions/cart/store.ts';
import { cartsIn, quantities } from '../../builders/carts.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { injectFaults } from '../../harness/faults.ts';

const database = contractDatabase();
const { visitor, ports, set, read, filled, open } = cartsIn(database.client);

/** What the service says of a single write while a transaction has its item. */
const conflict = () => Object.assign(new Error('conflict'), { name: 'TransactionConflictException' });

/** Lets the first so many writes meet a transaction of an order, which DynamoDB Local never says. */
const against = async (times: number, run: () => Promise<unknown>): Promise<unknown> => {
  let left = times;
  const stop = injectFaults(database.client(), (command) =>
    (command === 'UpdateItemCommand' || command === 'PutItemCommand') && (left -= 1) >= 0
      ? { before: conflict() }
      : undefined,
  );
  return run().finally(stop);
};

describe('a change of a cart whose order is being placed or delivered', () => {
  it('is made once the order is through', async () => {
    const cart = await filled();
    await against(4, () => set(cart.id, 'CARD-C', 1));
    await against(4, () => removeLine(cart.id, 'CARD-A', ports()));
    expect(quantities(await read(cart.id))).toEqual({ 'CARD-B': 2, 'CARD-C': 1 });
  });

  it('is made also when it is the first of a cart', async () => {
    const id = visitor();
    await against(4, () => set(id, 'CARD-A', 1));
    expect(quantities(await read(id))).toEqual({ 'CARD-A': 1 });
  });

  it('takes what was bought out once', async () => {
    const cart = await filled();
    await open(cart, 'order-1');
    const bought = { cart: cart.id, version: cart.version, order: 'order-1', lines: [{ sku: 'CARD-A', quantity: 1 }] };
    await against(4, () => removeBought(bought, ports()));
    expect(quantities(await read(cart.id))).toEqual({ 'CARD-A': 2, 'CARD-B': 2 });
  });

  it('is given up when the conflict lasts', async () => {
    const cart = await filled();
    await expect(against(6, () => set(cart.id, 'CARD-C', 1))).rejects.toThrow('conflict');
  });
});
