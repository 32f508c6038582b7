import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { moves, statuses, type Order, type Status } from '../../../functions/checkout/order.ts';
import { applied, getOrder, moveOrder, putOrder, storeAttempt } from '../../../functions/checkout/store.ts';
import {
  checkAgain,
  claimCapture,
  closeReleased,
  failAttempt,
  provenVoided,
  returnClaim,
  skipAttempt,
  takesPayment,
} from '../../../functions/checkout/payment-claim.ts';
import { refusedByCondition } from '../../../functions/kit/dynamo.ts';
import { contractDatabase } from '../../support/contract-database.ts';
import { attempt, ordersIn } from '../../support/orders.ts';

const database = contractDatabase();
const { ports, order, row } = ordersIn(database.client);
const now = new Date('2026-01-01T00:00:00Z');
const holds = async (check: ReturnType<typeof provenVoided>): Promise<boolean> =>
  database
    .client()
    .send(new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck: check }] }))
    .then(() => true)
    .catch((error: unknown) => {
      if (refusedByCondition(error)) return false;
      throw error;
    });

describe('an order row', () => {
  it('is put once', async () => {
    const id = await order('created');
    const again = { ...(await getOrder(id, ports())), totalMinor: 1 } as Order;
    const put = database.client().send(new TransactWriteItemsCommand({ TransactItems: [putOrder(again, ports())] }));
    expect(await put.catch(refusedByCondition)).toBe(true);
    expect((await getOrder(id, ports()))?.totalMinor).toBe(1000);
  });

  it.each(statuses)('moves from %s only where the table of moves allows, and never to where it is', async (from) => {
    const allowed = [];
    for (const to of statuses.filter((one) => one !== 'created'))
      if (await applied(moveOrder({ id: await order(from), to, at: now }, ports()), ports())) allowed.push(to);
    expect(allowed.sort()).toEqual([...moves[from]].sort());
  });
});

describe('the claim of a capture', () => {
  const claim = async (status: Status, more: Partial<Order> = {}, by = 'P1', captureTry = 1) =>
    claimCapture(await order(status, more), by, captureTry, ports());

  it('is had by an approved order alone, and by the same payment again', async () => {
    for (const status of statuses) expect([status, await claim(status)]).toEqual([status, status === 'approved']);
    expect(await claim('approved', { capturing: 'P1' })).toBe(true);
  });

  it('is not had while another payment has it, nor for a try that has ended', async () => {
    expect(await claim('approved', { capturing: 'P2' })).toBe(false);
    expect(await claim('approved', { captureTry: 2 })).toBe(false);
  });

  it('is given back by its own payment and try, once', async () => {
    const id = await order('approved', { capturing: 'P1', captureTry: 2 });
    expect(await returnClaim(id, 'P2', 2, ports())).toBe(false);
    expect(await returnClaim(id, 'P1', 1, ports())).toBe(false);
    expect(await returnClaim(id, 'P1', 2, ports())).toBe(true);
    expect(await returnClaim(id, 'P1', 2, ports())).toBe(false);
    expect(await row(id)).toMatchObject({ captureTry: 3 });
    expect(await row(id)).not.toHaveProperty('capturing');
  });
});

describe('an attempt', () => {
  it('is stored once, and only while it is the one to be made', async () => {
    const id = await order('created', { attempts: {}, attempt: 2 });
    expect(await storeAttempt(id, 1, attempt('P1'), ports())).toBe(false);
    expect(await storeAttempt(id, 2, attempt('P2'), ports())).toBe(true);
    expect(await storeAttempt(id, 2, attempt('P3'), ports())).toBe(false);
    expect((await row(id))['attempts']).toEqual({ '2': attempt('P2') });
  });

  it('fails once, takes the claim of its payment with it, and no claim of another', async () => {
    const id = await order('approved', { capturing: 'P1' });
    expect(await failAttempt(id, 1, 'P2', ports())).toBe(false);
    expect(await failAttempt(id, 1, 'P1', ports())).toBe(true);
    expect(await row(id)).toMatchObject({ attempt: 2, captureTry: 2, attempts: { '1': { failed: true } } });
    expect(await row(id)).not.toHaveProperty('capturing');
    expect(await failAttempt(id, 1, 'P1', ports())).toBe(false);
    expect(await failAttempt(await order('approved', { capturing: 'P2' }), 1, 'P1', ports())).toBe(false);
  });

  it('is skipped only while nothing is stored of it', async () => {
    expect(await skipAttempt(await order('created'), 1, ports())).toBe(false);
    const id = await order('created', { attempts: {} });
    expect(await skipAttempt(id, 2, ports())).toBe(false);
    expect(await skipAttempt(id, 1, ports())).toBe(true);
    expect(await skipAttempt(id, 1, ports())).toBe(false);
    expect((await row(id))['attempt']).toBe(2);
  });
});

describe('the queue of open orders', () => {
  it('is put off only for an order that waits for its payment', async () => {
    for (const status of statuses) {
      const id = await order(status);
      const waits = status === 'created' || status === 'approved' || status === 'pending';
      expect([status, await checkAgain(id, new Date('2026-02-01'), ports())]).toEqual([status, waits]);
    }
  });

  it('is left by a released order only if it is voided', async () => {
    const [paid, voided] = [await order('paid'), await order('voided')];
    expect(await closeReleased(paid, ports())).toBe(false);
    expect(await row(paid)).toHaveProperty('open', 'fulfilment');
    expect(await closeReleased(voided, ports())).toBe(true);
    expect(await row(voided)).not.toHaveProperty('open');
  });
});

describe('what another context may be told of an order', () => {
  it('is that it takes a payment, or that it is voided for good', async () => {
    const seen = { takes: [] as Status[], voided: [] as Status[] };
    for (const status of statuses) {
      const id = await order(status);
      if (await holds(takesPayment(id, ports()))) seen.takes.push(status);
      if (await holds(provenVoided(id, ports()))) seen.voided.push(status);
    }
    expect(seen).toEqual({ takes: ['approved', 'pending'], voided: ['voided'] });
  });
});
