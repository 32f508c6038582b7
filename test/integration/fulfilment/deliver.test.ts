import type { Order, Status } from '../../../functions/orders/domain.ts';
import { getOrder } from '../../../functions/orders/public.ts';
import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { deliver } from '../../../functions/fulfilment/public.ts';
import { cartsIn, quantities } from '../../builders/carts.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';
import { ordersIn } from '../../builders/orders.ts';
import { line } from '../../builders/cards.ts';

const database = contractDatabase();
const { ports, order, row, receipts, dispute } = ordersIn(database.client);
const { filled, open, read, set } = cartsIn(database.client);
const captured = { paypalOrder: 'P1', capture: 'C1' };
const writes = 'TransactWriteItemsCommand';
let restore: () => void = () => undefined;
afterEach(() => restore());
const during = (plan: Plan) => void (restore = injectFaults(database.client(), plan));

const claim = { capturing: 'P1', claimUntil: 1_800_000_000_000, claimBy: 'run' };

/** An order captured for three of CARD-A out of a cart that also has two of CARD-B. */
const bought = async (status: Status = 'approved', more: Partial<Order> = {}) => {
  const cart = await filled();
  const lines = [line('CARD-A', 3)];
  const id = await order(status, { cart: { id: cart.id, version: cart.version }, lines, ...claim, ...more });
  await open(cart, id);
  return { id, cart: cart.id, order: (await getOrder(id, ports())) as Order };
};

const history = async (id: string) => ((await row(id))['history'] as Order['history']).map(({ status }) => status);

const expectDelivered = async (id: string, cart: string) => {
  expect(await row(id)).toMatchObject({ status: 'fulfilled', capture: 'C1', paypalOrder: 'P1' });
  expect((await row(id))['cart']).toEqual({ version: expect.any(Number) });
  expect(Object.keys(await row(id)).filter((name) => /^(open|checkAt|claim)/.test(name))).toEqual([]);
  expect(await receipts(id)).toHaveLength(1);
  expect(quantities(await read(cart))).toEqual({ 'CARD-B': 2 });
};

describe('a captured order', () => {
  // promise: P24
  it('is fulfilled with its receipt and out of its cart by one read and one transaction, and forgets the cart', async () => {
    const { id, cart, order: seen } = await bought();
    const run = () => deliver(seen, captured, ports());
    expect(await requestsOf(database.client(), run)).toEqual(['GetItemCommand', writes]);
    await expectDelivered(id, cart);
    expect(await history(id)).toEqual(['paid', 'fulfilled']);
  });

  it.each([
    ['pending', ['paid', 'fulfilled']],
    ['created', ['approved', 'paid', 'fulfilled']],
  ] as const)('is fulfilled out of %s, with every step in its history', async (status, steps) => {
    const { id, cart, order: seen } = await bought(status);
    expect(await deliver(seen, captured, ports())).toBe('fulfilled');
    await expectDelivered(id, cart);
    expect(await history(id)).toEqual(steps);
  });

  it('is delivered once, with one receipt, however many deliver it at once', async () => {
    const { id, cart, order: seen } = await bought();
    const all = await Promise.all(Array.from({ length: 10 }, () => deliver(seen, captured, ports())));
    expect(new Set(all)).toEqual(new Set(['fulfilled']));
    await expectDelivered(id, cart);
    expect(await history(id)).toEqual(['paid', 'fulfilled']);
  });

  it('is known as delivered when the answer to its transaction was lost', async () => {
    const { id, cart, order: seen } = await bought();
    during((command, nth) => (command === writes && nth === 0 ? { after: faults.timedOut() } : undefined));
    expect(await deliver(seen, captured, ports())).toBe('fulfilled');
    await expectDelivered(id, cart);
  });

  it.each(['before', 'after'] as const)('is delivered once when the process dies %s the transaction', async (when) => {
    const { id, cart, order: seen } = await bought();
    let dead = false;
    during((command) => {
      if (dead) return { before: faults.killed() };
      dead = command === writes;
      return dead ? { [when]: faults.killed() } : undefined;
    });
    await expect(deliver(seen, captured, ports())).rejects.toThrow('ProcessKilled');
    restore();
    expect(await deliver(seen, captured, ports())).toBe('fulfilled');
    await expectDelivered(id, cart);
  });

  it('without a claim, and so without PINs, is neither paid nor fulfilled', async () => {
    const { id, order: seen } = await bought('approved', { capturing: undefined });
    expect(await deliver(seen, captured, ports())).toBe('lost');
    expect(await row(id)).toMatchObject({ status: 'approved' });
    expect(await receipts(id)).toEqual([]);
  });

  it('that moved since it was read is left to another read, and another capture does not count as this one', async () => {
    for (const status of ['voided', 'quarantined', 'fulfilled'] as const) {
      const { id, order: seen } = await bought(status, { capture: 'C2' });
      expect(await deliver({ ...seen, status: 'approved' }, captured, ports())).toBe('lost');
      expect(await row(id)).toMatchObject({ status, capture: 'C2' });
      expect(await receipts(id)).toEqual([]);
    }
  });
});

describe('a cart that does not go along', () => {
  it('because it changed meanwhile: the order is fulfilled all the same, and the lines leave the cart afterwards', async () => {
    const { id, cart, order: seen } = await bought();
    let changed = false;
    during(async (command) => {
      if (command === writes && !changed) {
        changed = true;
        await set(cart, 'CARD-B', 2);
      }
      return undefined;
    });
    expect(await deliver(seen, captured, ports())).toBe('fulfilled');
    await expectDelivered(id, cart);
  });

  it('because it is in conflict: the transaction is tried once more', async () => {
    const { id, cart, order: seen } = await bought();
    const sent: string[] = [];
    during((command, nth) => {
      sent.push(command);
      return command === writes && nth === 0 ? { before: faults.conflict(3) } : undefined;
    });
    expect(await deliver(seen, captured, ports())).toBe('fulfilled');
    expect(sent).toEqual(['GetItemCommand', writes, 'GetItemCommand', writes]);
    restore();
    await expectDelivered(id, cart);
  });

  it('because it is in conflict twice: the order is fulfilled all the same, and the lines leave the cart afterwards', async () => {
    const { id, cart, order: seen } = await bought();
    during((command, nth, input) => {
      const items = (input as { TransactItems?: unknown[] }).TransactItems;
      return command === writes && nth < 9 && items?.length === 3 ? { before: faults.conflict(3) } : undefined;
    });
    expect(await deliver(seen, captured, ports())).toBe('fulfilled');
    await expectDelivered(id, cart);
  });

  it('because it is gone, or does not know the order: the order forgets it', async () => {
    const gone = await order('approved', { cart: { id: 'nobody', version: 1 }, capturing: 'P1' });
    expect(await deliver((await getOrder(gone, ports())) as Order, captured, ports())).toBe('fulfilled');
    expect((await row(gone))['cart']).toEqual({ version: 1 });
    const cart = await filled();
    const id = await order('approved', { cart: { id: cart.id, version: cart.version }, capturing: 'P1' });
    expect(await deliver((await getOrder(id, ports())) as Order, captured, ports())).toBe('fulfilled');
    expect((await row(id))['cart']).toEqual({ version: cart.version });
    expect(quantities(await read(cart.id))).toEqual({ 'CARD-A': 3, 'CARD-B': 2 });
  });

  // promise: P24
  it('and whose removal breaks off leaves the order in the queue, and the next run clears it', async () => {
    const { id, cart, order: seen } = await bought();
    during((command, _nth, input) => {
      const items = (input as { TransactItems?: unknown[] }).TransactItems;
      if (command === 'UpdateItemCommand') return { before: faults.killed() };
      return command === writes && items?.length === 3 ? { before: faults.conflict(3) } : undefined;
    });
    expect(await deliver(seen, captured, ports())).toBe('fulfilled');
    restore();
    expect(await row(id)).toMatchObject({ status: 'fulfilled', open: 'fulfilment', cart: { id: cart } });
    expect(quantities(await read(cart))).toEqual({ 'CARD-A': 3, 'CARD-B': 2 });
    expect(await fulfil(id, ports())).toBe('fulfilled');
    await expectDelivered(id, cart);
    expect(await fulfil(id, ports())).toBe('not-now');
  });
});

describe('a delivery that cannot be', () => {
  it('because the order is disputed leaves it paid, for later', async () => {
    const { id, cart, order: seen } = await bought('approved', { disputed: true });
    expect(await deliver(seen, captured, ports())).toBe('paid');
    expect(await row(id)).toMatchObject({ status: 'paid', open: 'fulfilment', capture: 'C1', cart: { id: cart } });
    expect(await receipts(id)).toEqual([]);
    expect(quantities(await read(cart))).toEqual({ 'CARD-A': 3, 'CARD-B': 2 });
  });

  it('because the dispute comes just before its transaction leaves it paid', async () => {
    const { id, order: seen } = await bought();
    during(async (command) => {
      if (command === writes) await dispute(id);
      return undefined;
    });
    expect(await deliver(seen, captured, ports())).toBe('paid');
    expect(await row(id)).toMatchObject({ status: 'paid', disputed: true, open: 'fulfilment' });
    expect(await receipts(id)).toEqual([]);
  });

  it('because its transactions go on failing leaves it paid with its capture, and the next run delivers it', async () => {
    const { id, cart, order: seen } = await bought();
    during((command) => (command === writes ? { before: faults.conflict(2) } : undefined));
    expect(await deliver(seen, captured, ports())).toBe('paid');
    restore();
    expect(await row(id)).toMatchObject({ status: 'paid', open: 'fulfilment', capture: 'C1', paypalOrder: 'P1' });
    expect(await fulfil(id, ports())).toBe('fulfilled');
    await expectDelivered(id, cart);
    expect(await history(id)).toEqual(['paid', 'fulfilled']);
  });
});
