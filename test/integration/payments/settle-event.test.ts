import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../../functions/kit/store/client.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { Unavailable } from '../../../functions/kit/http/problem.ts';
import { storeAttempt } from '../../../functions/orders/attempts.ts';
import { settleEvent } from '../../../functions/payments/settle/settle-event.ts';
import { settle as settleRecord } from '../../../functions/payments/workers.ts';
import { putEvent, unsettledEvents, type EventHint } from '../../../functions/payments/store.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { delivery } from '../../builders/deliveries.ts';
import { attempt, orderRow, placeOrderRow } from '../../builders/orders.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const placed = 1_800_000_000_000;

/** Ports at a time after the event came, with a PayPal that counts who asks it. */
const at = (seconds: number) => {
  const asked: string[] = [];
  const paypal: AskPayPal = ({ path }) => {
    asked.push(path);
    return Promise.resolve({ status: 404, body: {} });
  };
  const secrets = { paypal: { clientId: 'c', clientSecret: 's', webhookId: 'w', merchantId: 'm' } };
  const now = () => new Date(placed + seconds * 1000);
  return { ...testPorts({ dynamo: database.client(), now, secrets }), paypal, asked };
};

const due = async (seconds: number): Promise<EventHint[]> => {
  const events: EventHint[] = [];
  for await (const event of unsettledEvents(at(seconds))) events.push(event);
  return events;
};

const row = async (id: string) => {
  const request = { TableName: at(0).table('payments.events'), Key: toItem({ id }), ConsistentRead: true };
  return unmarshall((await database.client().send(new GetItemCommand(request))).Item ?? {});
};

describe('an event about a payment that our record does not name', () => {
  it('is tried again after one minute and after ten, then parked with an alarm; PayPal is never asked', async () => {
    await putEvent(delivery('T-1', { paypalOrder: '8AB123456C789012D' }), at(0));
    const first = at(0);
    expect(await settleEvent({ ...delivery('T-1', { paypalOrder: '8AB123456C789012D' }), tries: 0 }, first)).toBe(
      'unknown',
    );
    expect(await due(59)).toEqual([]);
    const [second] = await due(60);
    expect(second).toMatchObject({ id: 'T-1', tries: 1 });
    const again = at(60);
    expect(await settleEvent(second as EventHint, again)).toBe('unknown');
    expect(await due(659)).toEqual([]);
    const [third] = await due(660);
    const last = at(660);
    expect(await settleEvent(third as EventHint, last)).toBe('parked');
    expect(await row('T-1')).toMatchObject({ outcome: 'parked' });
    expect(await due(100_000)).toEqual([]);
    expect([first, again, last].flatMap(({ asked }) => asked)).toEqual([]);
    expect([first, again].flatMap(({ logged }) => logged.filter(({ level }) => level === 'error'))).toEqual([]);
    expect(last.logged).toEqual([{ level: 'error', event: 'event parked', fields: { outcome: 'unknown' } }]);
  });

  it('is settled within seconds when it overtook our own record of its payment', async () => {
    const ports = at(0);
    const order = await placeOrderRow(orderRow('overtaken', 'created', { attempts: {} }), ports);
    const event = delivery('T-4', { paypalOrder: '8AB123456C789012E', customId: order.id });
    await putEvent(event, ports);
    const waits: number[] = [];
    const pause = async (milliseconds: number) => {
      waits.push(milliseconds);
      if (waits.length === 2) await storeAttempt(order.id, 1, attempt('8AB123456C789012E'), ports);
    };
    expect(await settleEvent({ ...event, tries: 0 }, { ...ports, pause })).toBe('gone');
    expect(waits).toEqual([250, 500]);
    expect(ports.asked).toHaveLength(1);
  });

  it('waits for nobody when it names an order whose payment is another', async () => {
    const ports = at(0);
    const order = await placeOrderRow(orderRow('not-overtaken', 'created'), ports);
    const event = delivery('T-5', { paypalOrder: '8AB123456C7890999', customId: order.id });
    await putEvent(event, ports);
    const pause = () => Promise.reject(new Error('nothing is waited for'));
    expect(await settleEvent({ ...event, tries: 0 }, { ...ports, pause })).toBe('unknown');
  });

  it('is tried likewise when it names a capture alone', async () => {
    const event = delivery('T-2', { type: 'PAYMENT.CAPTURE.REFUNDED', capture: '3C679366HH908993F' });
    await putEvent(event, at(0));
    expect(await settleEvent({ ...event, tries: 0 }, at(0))).toBe('unknown');
    expect(await row('T-2')).toMatchObject({ tries: 1, unsettled: 'y' });
  });

  it('is ignored when it names no payment at all', async () => {
    const event = delivery('T-3', { type: 'VAULT.PAYMENT-TOKEN.CREATED' });
    await putEvent(event, at(0));
    expect(await settleEvent({ ...event, tries: 0 }, at(0))).toBe('ignored');
    expect(await row('T-3')).toMatchObject({ outcome: 'ignored' });
  });
});

describe('an event that was left to its order', () => {
  it('comes back by itself a minute after settling it broke off', async () => {
    const ports = at(0);
    const order = await placeOrderRow(orderRow('broken-off', 'created'), ports);
    const paypalOrder = order.attempts['1']?.paypalOrder;
    const event = delivery('T-9', { customId: order.id, ...(paypalOrder && { paypalOrder }) });
    await putEvent(event, ports, 'with-its-order');
    const paypal: AskPayPal = () => Promise.reject(new Unavailable('PayPal'));
    await expect(settleRecord(event, { ...ports, paypal })).rejects.toThrow(Unavailable);
    const isDue = async (seconds: number) => (await due(seconds)).some(({ id }) => id === 'T-9');
    expect([await isDue(59), await isDue(60)]).toEqual([false, true]);
  });
});
