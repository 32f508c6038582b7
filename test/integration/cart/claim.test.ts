import { claimCart, type Claim } from '../../../functions/cart/claim.ts';
import { removeBought } from '../../../functions/cart/public.ts';
import { getCart } from '../../../functions/cart/store.ts';
import { getOrder } from '../../../functions/orders/public.ts';
import { money } from '../../builders/cards.ts';
import { cartsIn, quantities } from '../../builders/carts.ts';
import { ordersIn } from '../../builders/orders.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';

const { client } = contractDatabase();
const { visitor, ports, set, read, open } = cartsIn(client);
const { order } = ordersIn(client);

const parties = (): Claim => ({ customer: visitor(), visitor: visitor(), next: visitor(), spare: visitor() });
const claim = (of: Claim) => claimCart(of, ports());
const held = async (...ids: string[]): Promise<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const id of ids) {
    const cart = await getCart(id, ports(), true);
    for (const [sku, quantity] of Object.entries(cart ? quantities(cart) : {})) sums[sku] = (sums[sku] ?? 0) + quantity;
  }
  return sums;
};

describe('a cart that is claimed', () => {
  it('becomes the cart of a customer who has none, and leaves its session', async () => {
    const of = parties();
    await set(of.visitor, 'CARD-A', 3);
    const { cart, session, left } = await claim(of);
    expect(quantities(cart ?? (await read('none')))).toEqual({ 'CARD-A': 3 });
    expect({ session, left }).toEqual({ session: of.next, left: undefined });
    expect(await getCart(of.visitor, ports(), true)).toBeUndefined();
  });

  it('joins the cart of a customer who has one; what does not fit goes on with the next session', async () => {
    const of = parties();
    await set(of.customer, 'CARD-A', 6);
    await set(of.visitor, 'CARD-A', 5);
    await set(of.visitor, 'CARD-B', 1);
    await claim(of);
    expect(quantities(await read(of.customer))).toEqual({ 'CARD-A': 9, 'CARD-B': 1 });
    expect(quantities(await read(of.next))).toEqual({ 'CARD-A': 2 });
  });

  it('of another currency goes on with the next session, as it is', async () => {
    const of = parties();
    await set(of.customer, 'CARD-A', 1);
    await set(of.visitor, 'CARD-B', 2, money(900, 'EUR'));
    const before = await read(of.visitor);
    expect((await claim(of)).left).toEqual({ ...before, id: of.next });
    expect(quantities(await read(of.customer))).toEqual({ 'CARD-A': 1 });
    expect(await getCart(of.visitor, ports(), true)).toBeUndefined();
  });

  it('is claimed once: a repeat finds what the first left', async () => {
    const of = parties();
    await set(of.customer, 'CARD-A', 8);
    await set(of.visitor, 'CARD-A', 2);
    const first = await claim(of);
    expect(await claim(of)).toEqual(first);
  });

  it('leaves another cart of the next session alone', async () => {
    const of = parties();
    await set(of.next, 'CARD-C', 4);
    await set(of.customer, 'CARD-A', 9);
    await set(of.visitor, 'CARD-A', 1);
    expect(await claim(of)).toMatchObject({ session: of.spare, left: { lines: { 'CARD-A': { quantity: 1 } } } });
    expect(quantities(await read(of.next))).toEqual({ 'CARD-C': 4 });
  });
});

describe('an order of a cart that is claimed', () => {
  it('takes its lines out of the cart that they moved to', async () => {
    const of = parties();
    await set(of.customer, 'CARD-B', 1);
    await set(of.visitor, 'CARD-A', 2);
    const cart = await read(of.visitor);
    const id = await order('approved', { cart: { id: of.visitor, version: cart.version } });
    await open(cart, id);
    await claim(of);
    const link = (await getOrder(id, ports()))?.cart;
    expect(link?.id).toBe(of.customer);
    const lines = [{ sku: 'CARD-A', quantity: 2 }];
    await removeBought({ cart: of.customer, version: link?.version ?? 0, order: id, lines }, ports());
    expect(quantities(await read(of.customer))).toEqual({ 'CARD-B': 1 });
  });

  it('is not the order of the joined cart: the customer may place another', async () => {
    const of = parties();
    await set(of.visitor, 'CARD-A', 2);
    const cart = await read(of.visitor);
    await open(cart, await order('created', { cart: { id: of.visitor, version: cart.version } }));
    await claim(of);
    const joined = await read(of.customer);
    expect(joined.open[String(joined.version)]).toBeUndefined();
  });

  it('that has ended stays as it is', async () => {
    const of = parties();
    await set(of.visitor, 'CARD-A', 2);
    const cart = await read(of.visitor);
    const id = await order('voided', { cart: { version: cart.version } });
    await open(cart, id);
    await claim(of);
    expect((await getOrder(id, ports()))?.cart).toEqual({ version: cart.version });
    expect((await read(of.customer)).open).toEqual({});
  });
});

describe('claims at the same time', () => {
  it('of several sessions of one customer lose and double nothing', async () => {
    const customer = visitor();
    const sessions = Array.from({ length: 4 }, () => ({ ...parties(), customer }));
    for (const { visitor: session } of sessions) await set(session, 'CARD-A', 4);
    await Promise.all(sessions.map(claim));
    expect(quantities(await read(customer))).toEqual({ 'CARD-A': 9 });
    expect(await held(customer, ...sessions.map(({ next }) => next))).toEqual({ 'CARD-A': 16 });
    expect(await held(...sessions.map((each) => each.visitor))).toEqual({});
  });

  it('of one session, with changes of both carts, lose and double nothing', async () => {
    const of = parties();
    await set(of.customer, 'CARD-A', 2);
    await set(of.visitor, 'CARD-B', 3);
    await Promise.all([claim(of), set(of.customer, 'CARD-C', 1), claim(of), set(of.customer, 'CARD-D', 2), claim(of)]);
    expect(quantities(await read(of.customer))).toEqual({ 'CARD-A': 2, 'CARD-B': 3, 'CARD-C': 1, 'CARD-D': 2 });
    expect(await held(of.visitor, of.next, of.spare)).toEqual({});
  });
});

describe('a cart that changes while it is claimed', () => {
  /** Lets something happen once, right before the claim's transaction. */
  const meanwhile = async (of: Claim, happen: () => Promise<unknown>) => {
    let happened = false;
    const stop = injectFaults(client(), async (command) => {
      if (command !== 'TransactWriteItemsCommand' || happened) return undefined;
      happened = true;
      await happen();
      return undefined;
    });
    return claim(of).finally(stop);
  };

  it('by its visitor loses nothing', async () => {
    const of = parties();
    await set(of.visitor, 'CARD-A', 2);
    await meanwhile(of, () => set(of.visitor, 'CARD-B', 3));
    expect(quantities(await read(of.customer))).toEqual({ 'CARD-A': 2, 'CARD-B': 3 });
  });

  it('by its customer loses nothing', async () => {
    const of = parties();
    await set(of.visitor, 'CARD-A', 2);
    await set(of.customer, 'CARD-B', 1);
    await meanwhile(of, () => set(of.customer, 'CARD-B', 3));
    expect(quantities(await read(of.customer))).toEqual({ 'CARD-A': 2, 'CARD-B': 3 });
  });

  it('because an order is placed for it takes the order along', async () => {
    const of = parties();
    await set(of.visitor, 'CARD-A', 2);
    const cart = await read(of.visitor);
    const id = await order('created', { cart: { id: of.visitor, version: cart.version } });
    let opened: boolean | undefined;
    await meanwhile(of, async () => (opened = await open(cart, id)));
    expect(opened).toBe(true);
    expect((await getOrder(id, ports()))?.cart.id).toBe(of.customer);
  });

  it('is doubled by nobody else who claims it', async () => {
    const [of, other] = [parties(), parties()];
    await set(of.visitor, 'CARD-A', 2);
    await meanwhile(of, () => claim({ ...other, visitor: of.visitor }));
    expect(await held(of.customer, other.customer, of.visitor)).toEqual({ 'CARD-A': 2 });
  });
});

describe('a claim that breaks off', () => {
  it.each(['before', 'after'] as const)('%s its transaction is whole when it is repeated', async (when) => {
    const of = parties();
    await set(of.customer, 'CARD-A', 7);
    await set(of.visitor, 'CARD-A', 4);
    const stop = injectFaults(client(), (command) =>
      command === 'TransactWriteItemsCommand' ? { [when]: faults.killed() } : undefined,
    );
    await expect(claim(of).finally(stop)).rejects.toThrow('ProcessKilled');
    await claim(of);
    expect(quantities(await read(of.customer))).toEqual({ 'CARD-A': 9 });
    expect(quantities(await read(of.next))).toEqual({ 'CARD-A': 2 });
  });

  it('for a lost answer is done by its own repeat', async () => {
    const of = parties();
    await set(of.visitor, 'CARD-A', 4);
    let lost = 0;
    const stop = injectFaults(client(), (command) =>
      command === 'TransactWriteItemsCommand' && (lost += 1) === 1 ? { after: faults.timedOut() } : undefined,
    );
    const { cart } = await claim(of).finally(stop);
    expect(cart?.lines['CARD-A']?.quantity).toBe(4);
  });
});
