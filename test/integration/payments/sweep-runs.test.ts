import { fulfilment } from '../../../functions/fulfilment/contract.ts';
import { budget as budgetOfFulfilment, sweep as sweepPaid } from '../../../functions/fulfilment/sweep.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { moveWrite } from '../../../functions/orders/public.ts';
import type { Message } from '../../../functions/mail/compose.ts';
import type { Outgoing } from '../../../functions/mail/ses.ts';
import { sweep as sweepMail } from '../../../functions/mail/sweep.ts';
import { payments } from '../../../functions/payments/contract.ts';
import { inWorker, RateLimited, type AskPayPal } from '../../../functions/paypal/client.ts';
import { putEvent } from '../../../functions/payments/store.ts';
import { budget, sweep } from '../../../functions/payments/sweep.ts';
import { delivery } from '../../builders/deliveries.ts';
import { decide, openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()), 60_000);
afterAll(() => world.close());

const minutes = 60_000;

/** A shop whose clock the test sets, with a stock and buyers who place orders. */
const openShop = async () => {
  const clock = { ahead: 0 };
  const shop = await world.shop({ now: () => new Date(Date.now() + clock.ahead) });
  await shop.stock('CARD-A', 20);
  const place = async (key = 'key') => {
    const { body } = await shop.checkOut(await shop.visitor(['CARD-A', 1]), key);
    return { id: body.orderId, url: body.approveUrl };
  };
  return { clock, shop, place };
};

/** The ports of a sweeper that runs whomever it wakes, as Lambda does, with no stream beside; mails are recorded. */
const chained = (shop: Shop) => {
  const sent: Message['to'][] = [];
  const ports = {
    ...shop.ports,
    sweeping: true as const,
    send: async ({ to }: Outgoing) => (sent.push(to), { messageId: 'ses-1' }),
    wake: async (worker: string): Promise<void> => {
      shop.ports.woken.push(worker);
      await (worker === 'mail.sweep' ? sweepMail(ports) : sweepPaid(ports));
    },
  };
  return { ports, sent };
};

describe('with no stream running', () => {
  it('one run takes an approved order to its receipt', async () => {
    const { clock, shop, place } = await openShop();
    const { id, url } = await place();
    await decide(url, 'approve');
    clock.ahead = 11 * minutes;
    const { ports, sent } = chained(shop);
    expect(await sweep(ports)).toEqual({ fulfilled: 1 });
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect(sent).toEqual(['buyer@example.com']);
    expect(shop.ports.woken).toEqual(['mail.sweep']);
  });

  it('one run takes a stored event to the receipt', async () => {
    const { clock, shop, place } = await openShop();
    const { id, url } = await place();
    await decide(url, 'approve');
    await putEvent(delivery('D-1', { paypalOrder: await shop.paypalOrderOf(id) }), shop.ports);
    clock.ahead = 2 * minutes;
    const { ports, sent } = chained(shop);
    await sweep(ports);
    expect(sent).toEqual(['buyer@example.com']);
  });

  it('an order that a sweeper leaves paid is fulfilled, and its receipt sent, by the runs that follow at once', async () => {
    const { clock, shop, place } = await openShop();
    const { id, url } = await place();
    await decide(url, 'approve');
    clock.ahead = 11 * minutes;
    const { ports, sent } = chained(shop);
    const dispute = { ...ports, paypal: shop.ports.paypal };
    const paid = moveWrite({ id, from: 'approved', to: 'paid', at: ports.now(), set: { capture: 'C-1' } }, dispute);
    await apply(moveWrite({ id, from: 'created', to: 'approved', at: ports.now() }, ports), ports);
    await apply(paid, ports);
    expect(await sweepPaid(ports)).toEqual({ fulfilled: 1 });
    expect(sent).toEqual(['buyer@example.com']);
  });

  it('a run that moved nothing wakes nobody', async () => {
    const { clock, shop, place } = await openShop();
    await place();
    clock.ahead = 11 * minutes;
    expect(await sweep(shop.ports)).toEqual({ waiting: 1 });
    expect(await sweepPaid(shop.ports)).toEqual({});
    expect(shop.ports.woken).toEqual([]);
  });
});

describe('an order that nobody approves', () => {
  it('is read back twice, after ten minutes and after its window, and voided then', async () => {
    const { clock, shop, place } = await openShop();
    const { id } = await place();
    const readAt: number[] = [];
    const paypal: AskPayPal = (call) => (readAt.push(clock.ahead / minutes), shop.ports.paypal(call));
    for (clock.ahead = 0; clock.ahead <= 240 * minutes; clock.ahead += 5 * minutes)
      await sweep({ ...shop.ports, paypal });
    expect((await shop.order(id)).status).toBe('voided');
    expect(readAt).toHaveLength(2);
    expect(readAt[0]).toBeLessThanOrEqual(15);
    expect(readAt[1]).toBeGreaterThanOrEqual(180);
    expect(readAt[1]).toBeLessThanOrEqual(190);
  });
});

describe('a run of payments-sweep', () => {
  it('ends when PayPal says that it was asked too much, and pushes the rest back', async () => {
    const { clock, shop, place } = await openShop();
    for (let n = 0; n < 15; n += 1) await place(`key-${n}`);
    clock.ahead = 11 * minutes;
    let calls = 0;
    const paypal: AskPayPal = () => ((calls += 1), Promise.reject(new RateLimited('429')));
    expect(await sweep({ ...shop.ports, paypal })).toEqual({ 'pushed-back': 15 });
    expect(calls).toBeLessThanOrEqual(10);
    expect(await sweep(shop.ports)).toEqual({});
    clock.ahead = 14 * minutes;
    expect(await sweep(shop.ports)).toEqual({});
    clock.ahead = 20 * minutes;
    expect(await sweep(shop.ports)).toEqual({ waiting: 15 });
  });

  it('pushes an event back that it could not settle', async () => {
    const { clock, shop, place } = await openShop();
    const { id } = await place();
    await putEvent(delivery('D-1', { paypalOrder: await shop.paypalOrderOf(id) }), shop.ports);
    clock.ahead = 2 * minutes;
    const paypal: AskPayPal = () => Promise.reject(new Error('down'));
    expect(await sweep({ ...shop.ports, paypal })).toEqual({ failed: 1 });
    expect(await sweep({ ...shop.ports, paypal })).toEqual({});
    clock.ahead = 11 * minutes;
    expect(await sweep(shop.ports)).toMatchObject({ 'event-wait': 1 });
  });

  it('has ended what it began last before its function is cut off, as has a run of fulfilment-sweep', () => {
    const longest = 10 * inWorker.timeout;
    expect(budget + longest).toBeLessThan(payments.workers.sweep.timeout * 1000);
    expect(budgetOfFulfilment + 50_000).toBeLessThan(fulfilment.workers.sweep.timeout * 1000);
  });
});
