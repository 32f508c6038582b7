import { TransactWriteItemsCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Cart } from '../../functions/cart/domain.ts';
import { openOrderWrite } from '../../functions/cart/public.ts';
import { getCart, setLine } from '../../functions/cart/store.ts';
import { refusedByCondition } from '../../functions/kit/store/client.ts';
import { money, product } from './cards.ts';
import { testPorts } from '../harness/ports.ts';

/** How many of each card are in a cart. */
export const quantities = (cart: Cart): Record<string, number> =>
  Object.fromEntries(Object.entries(cart.lines).map(([sku, line]) => [sku, line.quantity]));

/** Carts in a database, changed and read through the store itself. */
export const cartsIn = (client: () => DynamoDBClient) => {
  let visitors = 0;
  const visitor = (): string => `visitor-${(visitors += 1)}`;
  const ports = (at?: Date) => testPorts({ dynamo: client(), ...(at && { now: () => at }) });

  const set = (id: string, sku: string, quantity: number, price = money(900)) =>
    setLine({ id, sku, card: product(sku, price), quantity }, ports());

  const read = async (id: string): Promise<Cart> => {
    const cart = await getCart(id, ports(), true);
    if (!cart) throw new Error('the cart is gone');
    return cart;
  };

  /** A cart of its own with three of CARD-A and two of CARD-B. */
  const filled = async (): Promise<Cart> => {
    const id = visitor();
    await set(id, 'CARD-A', 3);
    await set(id, 'CARD-B', 2);
    return read(id);
  };

  /** Whether the order could be opened for this version of the cart. */
  const open = (cart: Cart, order: string, replaces?: string): Promise<boolean> =>
    client()
      .send(new TransactWriteItemsCommand({ TransactItems: [openOrderWrite(cart, order, replaces, ports())] }))
      .then(
        () => true,
        (error: unknown) => {
          if (refusedByCondition(error)) return false;
          throw error;
        },
      );

  return { visitor, ports, set, read, filled, open };
};
