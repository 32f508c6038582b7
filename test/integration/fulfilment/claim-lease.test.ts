import { getOrder, type Order } from '../../../functions/orders/public.ts';
import { deliver, giveBackClaim, holdAndClaim } from '../../../functions/fulfilment/public.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { holdFor, newSku, orderFor, pinRows, poolPorts, stock } from '../../builders/pool.ts';

const database = contractDatabase();

type Ports = ReturnType<typeof poolPorts>;

/** The last PIN of a card, held and claimed by an order for its payment `P1`; the clock moves only when it is moved. */
const claimed = async () => {
  const clock = { at: Date.parse('2026-05-01T12:00:00Z') };
  const base = poolPorts(database.client());
  const pause = async (milliseconds: number) => void (clock.at += milliseconds);
  const ports: Ports = { ...base, now: () => new Date(clock.at), pause };
  const sku = newSku();
  await stock(sku, 1, ports);
  const lines = [{ sku, quantity: 1 }];
  const seen = await orderFor(`claims-${sku}`, lines, ports);
  expect(await holdAndClaim(seen, 'P1', ports)).toBe('claimed');
  const read = async () => (await getOrder(seen.id, ports)) as Order;
  const holder = async () => (await pinRows(sku, ports))[0]?.heldBy;
  return { clock, ports, sku, lines, seen, read, holder };
};

describe('a claim', () => {
  it('is good for ten seconds, and another worker captures under it only while eight are left', async () => {
    const { clock, ports, read } = await claimed();
    const { claimUntil } = await read();
    expect(claimUntil).toBe(clock.at + 10_000);
    clock.at += 2_000;
    expect(await holdAndClaim(await read(), 'P1', ports)).toBe('claimed');
    expect((await read()).claimUntil).toBe(claimUntil);
    clock.at += 1;
    expect(await holdAndClaim(await read(), 'P1', ports)).toBe('claimed');
    expect((await read()).claimUntil).toBe(clock.at + 10_000);
  });

  it('is given back at once by the run that alone has it', async () => {
    const { clock, ports, sku, lines, holder, read } = await claimed();
    await giveBackClaim(await read(), 'P1', ports);
    const { at } = clock;
    const run = { ...ports, run: 'a', pause: () => Promise.reject(new Error('nothing is waited for')) };
    expect(await holdAndClaim(await read(), 'P1', run)).toBe('claimed');
    await giveBackClaim(await read(), 'P1', run);
    expect(clock.at).toBe(at);
    expect(await holder()).toBeUndefined();
    expect(await holdFor(`next-${sku}`, lines, ports)).toBe('claimed');
  });

  it('that another run joined is given back only after its lease', async () => {
    const { clock, ports, read, holder, sku } = await claimed();
    await giveBackClaim(await read(), 'P1', ports);
    expect(await holdAndClaim(await read(), 'P1', { ...ports, run: 'a' })).toBe('claimed');
    expect(await holdAndClaim(await read(), 'P1', { ...ports, run: 'b' })).toBe('claimed');
    const { claimUntil } = await read();
    const pause = async (milliseconds: number) => {
      expect(await holder()).toBe(`claims-${sku}`);
      clock.at += milliseconds;
    };
    await giveBackClaim(await read(), 'P1', { ...ports, run: 'a', pause });
    expect(clock.at).toBeGreaterThanOrEqual(claimUntil ?? Infinity);
    expect(await holder()).toBeUndefined();
  });

  it('whose transaction took too long for a capture has a new lease before anybody captures', async () => {
    const { clock, ports, sku, lines } = await claimed();
    await stock(sku, 2, ports);
    const id = `slow-${sku}`;
    await orderFor(id, lines, ports);
    const stop = injectFaults(database.client(), (command) => {
      if (command === 'TransactWriteItemsCommand') clock.at += 2_500;
      return undefined;
    });
    expect(await holdFor(id, lines, ports).finally(stop)).toBe('claimed');
    expect((await getOrder(id, ports))?.claimUntil).toBe(clock.at + 10_000);
  });

  it('is not had for another payment, nor by whoever read the order before it was given back', async () => {
    const { ports, seen, read, holder } = await claimed();
    expect(await holdAndClaim(seen, 'P2', ports)).toBe('lost');
    expect(await holdAndClaim(await read(), 'P2', ports)).toBe('lost');
    const before = await read();
    await giveBackClaim(before, 'P1', ports);
    expect(await holdAndClaim(before, 'P1', ports)).toBe('lost');
    expect(await holdAndClaim(seen, 'P1', ports)).toBe('lost');
    expect(await holder()).toBeUndefined();
  });
});

describe('a claim that is given back', () => {
  it('frees the last PIN for the next buyer, and is taken again with a PIN at the next approval', async () => {
    const { ports, sku, lines, read, holder } = await claimed();
    await giveBackClaim(await read(), 'P1', ports);
    expect(await read()).toMatchObject({ status: 'approved', captureTry: 2, attempt: 1 });
    expect(await holdFor(`next-${sku}`, lines, ports)).toBe('claimed');
    expect(await holder()).toBe(`next-${sku}`);
    expect(await holdAndClaim(await read(), 'P1', ports)).toBe('out-of-stock');
    await giveBackClaim((await getOrder(`next-${sku}`, ports)) as Order, 'P1', ports);
    expect(await holdAndClaim(await read(), 'P1', ports)).toBe('claimed');
    expect(await read()).toMatchObject({ capturing: 'P1', captureTry: 2 });
    expect(await holder()).toBe(`claims-${sku}`);
  });

  it('keeps its PINs until the lease has ended, however late another worker renewed it', async () => {
    const { clock, ports, sku, read, holder } = await claimed();
    const seen: (string | undefined)[] = [];
    const ends: (number | undefined)[] = [];
    let waits = 0;
    // Just before the lease ends another worker takes the same claim up, to capture under it.
    const pause = async (milliseconds: number) => {
      waits += 1;
      clock.at += milliseconds - 1;
      if (waits <= 2) expect(await holdAndClaim(await read(), 'P1', ports)).toBe('claimed');
      clock.at += 1;
      seen.push(await holder());
      ends.push((await read()).claimUntil);
    };
    await giveBackClaim(await read(), 'P1', { ...ports, pause });
    expect(seen).toEqual(Array(3).fill(`claims-${sku}`));
    expect(clock.at).toBeGreaterThanOrEqual(ends.at(-1) ?? Infinity);
    expect(await holder()).toBeUndefined();
  });

  it('is not given back once another worker captured under it and delivered', async () => {
    const { ports, sku, read, holder } = await claimed();
    const pause = async () => {
      expect(await deliver(await read(), { paypalOrder: 'P1', capture: 'C1' }, ports)).toBe('fulfilled');
    };
    await giveBackClaim(await read(), 'P1', { ...ports, pause });
    expect(await read()).toMatchObject({ status: 'fulfilled', capturing: 'P1', captureTry: 1 });
    expect(await holder()).toBe(`claims-${sku}`);
  });

  it('is given back once by many, and ends its attempt with it', async () => {
    const { ports, read, holder } = await claimed();
    const now = await read();
    await Promise.all(Array.from({ length: 8 }, () => giveBackClaim(now, 'P1', ports, { failAttempt: 1 })));
    expect(await read()).toMatchObject({ captureTry: 2, attempt: 2, attempts: { '1': { failed: true } } });
    expect(await read()).not.toHaveProperty('capturing');
    expect(await holder()).toBeUndefined();
  });

  it('is another payment’s to give back, whoever asks', async () => {
    const { ports, read, holder, sku } = await claimed();
    await giveBackClaim(await read(), 'P2', ports);
    await giveBackClaim({ ...(await read()), captureTry: 2 }, 'P1', ports);
    expect(await read()).toMatchObject({ capturing: 'P1', captureTry: 1 });
    expect(await holder()).toBe(`claims-${sku}`);
  });

  it('is given back by the next run when the process died in it', async () => {
    const { ports, read, holder } = await claimed();
    const now = await read();
    const stop = injectFaults(database.client(), (command) =>
      command === 'TransactWriteItemsCommand' ? { before: faults.killed() } : undefined,
    );
    await expect(giveBackClaim(now, 'P1', ports).finally(stop)).rejects.toThrow('ProcessKilled');
    await giveBackClaim(now, 'P1', ports);
    expect(await read()).toMatchObject({ captureTry: 2 });
    expect(await holder()).toBeUndefined();
  });
});
