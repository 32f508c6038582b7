import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../../../functions/kit/store/client.ts';
import { lookAfterDispute } from '../../../../functions/payments/disputes/respond.ts';
import { fulfil } from '../../../../functions/fulfilment/fulfil.ts';
import { sweep } from '../../../../functions/payments/sweep.ts';
import { refundWrite } from '../../../../functions/orders/public.ts';
import { apply } from '../../../../functions/kit/store/write.ts';
import { buyersOfFile } from '../../../builders/buyer.ts';
import { money } from '../../../builders/cards.ts';
import { disputesOf } from '../../../builders/disputes.ts';
import { holdRows } from '../../../builders/pool.ts';
import { faults } from '../../../harness/shop-in-process.ts';

const its = buyersOfFile();
const disputes = disputesOf(its);
const day = 86_400_000;
const order = (id: string) => its.buyers.shop.order(id);
const holds = async (id: string) => {
  await fulfil(id, its.buyers.ports);
  return (await holdRows(its.buyers.ports)).filter(({ order: of }) => of === id).length;
};
const rowOf = async (table: string, id: string) => {
  const request = { TableName: its.buyers.ports.table(table), Key: toItem({ id }), ConsistentRead: true };
  const { Item } = await its.world.dynamo.client.send(new GetItemCommand(request));
  return Item && unmarshall(Item);
};
const look = (id: string) => lookAfterDispute(id, {}, its.buyers.ports);

describe('a dispute at PayPal', () => {
  it('marks the order beside its status and hides the PINs while it is open; won, they are shown again', async () => {
    const { id, token } = await disputes.bought({ shown: true });
    const read = async () => (await its.buyers.shop.readOrder(id, token)).body as { pins?: unknown; disputed: boolean };
    expect((await read()).pins).toHaveLength(1);
    const dispute = await disputes.open(id);
    await disputes.event(dispute);
    expect(await order(id)).toMatchObject({ status: 'fulfilled', disputed: true });
    expect((await order(id)).disputes?.[dispute.id]).toMatchObject({ state: 'open', amount: money(1000) });
    expect(await read()).toMatchObject({ disputed: true });
    expect((await read()).pins).toBeUndefined();
    await disputes.change(dispute.id, { outcome: 'won' });
    await disputes.event(dispute);
    expect((await read()).pins).toHaveLength(1);
    expect((await order(id)).chargedBack).toBeUndefined();
  });

  it('keeps from the capture whether PayPal protects the seller and has verified the payer', async () => {
    const { id } = await disputes.bought();
    expect(await order(id)).toMatchObject({ protection: 'ELIGIBLE', payer: 'VERIFIED' });
  });

  it('that is lost is charged back once, however often it is told; PINs that nobody saw go back', async () => {
    const { id } = await disputes.bought();
    const dispute = await disputes.open(id);
    await disputes.change(dispute.id, { outcome: 'lost' });
    await Promise.all([1, 2, 3].map(() => disputes.event(dispute)));
    await disputes.event(dispute);
    expect(await order(id)).toMatchObject({
      status: 'refunded',
      disputed: false,
      chargedBack: money(1000),
      refunded: money(0),
    });
    expect(await holds(id)).toBe(0);
    expect(its.buyers.errors()).toEqual([]);
  });

  it('that is lost after the PINs were shown keeps them from ever being sold', async () => {
    const { id } = await disputes.bought({ shown: true });
    const dispute = await disputes.open(id);
    await disputes.change(dispute.id, { outcome: 'lost' });
    await disputes.event(dispute);
    expect(await order(id)).toMatchObject({ status: 'refunded', chargedBack: money(1000) });
    expect(await holds(id)).toBe(1);
  });

  it('that is lost in part leaves the order as it is; what is told by a reversal too counts once', async () => {
    const { id } = await disputes.bought({ shown: true });
    const dispute = await disputes.open(id, { amount: { currency_code: 'USD', value: '4.00' } });
    await disputes.change(dispute.id, { outcome: 'lost' });
    await disputes.event(dispute);
    const seen = { paypalRefund: 'R1', amount: money(400), state: 'done', reason: 'reversed', at: new Date() } as const;
    const reversal = refundWrite(await order(id), seen, its.buyers.ports);
    await apply(reversal!.write, its.buyers.ports);
    expect(await order(id)).toMatchObject({ status: 'fulfilled', chargedBack: money(400), refunded: money(0) });
  });

  it('beside a refund charges back no more than is left, with an alarm', async () => {
    const { id } = await disputes.bought({ shown: true });
    const seen = { paypalRefund: 'R2', amount: money(700), state: 'done', at: new Date() } as const;
    await apply(refundWrite(await order(id), seen, its.buyers.ports)!.write, its.buyers.ports);
    const dispute = await disputes.open(id);
    await disputes.change(dispute.id, { outcome: 'lost' });
    await disputes.event(dispute);
    expect(await order(id)).toMatchObject({ status: 'refunded', refunded: money(700), chargedBack: money(300) });
    expect(its.buyers.errors()).toEqual([{ event: 'charged back beyond the capture', outcome: 'excess' }]);
  });

  it('is one of several: the order is disputed while one is open', async () => {
    const { id } = await disputes.bought();
    const usd = (value: string) => ({ amount: { currency_code: 'USD', value } });
    const [first, second] = [await disputes.open(id, usd('3.00')), await disputes.open(id, usd('2.00'))];
    await disputes.event(first);
    await disputes.event(second);
    await disputes.change(first.id, { outcome: 'won' });
    await disputes.event(first);
    expect(await order(id)).toMatchObject({ disputed: true });
    await disputes.change(second.id, { outcome: 'lost' });
    await disputes.event(second);
    expect(await order(id)).toMatchObject({ disputed: false, chargedBack: money(200), status: 'fulfilled' });
  });

  it('about a capture that is not ours asks PayPal nothing and waits for the reconciliation', async () => {
    const { ports, calls } = its.buyers.spying();
    const strange = { id: 'PP-R-AAA-1', captureId: '0NOBODYS00CAPTURE' };
    expect(await disputes.event(strange, ports as never)).toBe('unknown');
    expect(calls).toEqual([]);
  });

  it('that ends by a word we do not know stays open and calls a person, once', async () => {
    const { id } = await disputes.bought();
    const dispute = await disputes.open(id);
    await disputes.event(dispute);
    const odd = { ...its.buyers.ports, paypal: (async () => ({
      status: 200,
      body: { dispute_id: dispute.id, status: 'RESOLVED', update_time: new Date().toISOString(), dispute_outcome: { outcome_code: 'NEW' } },
    })) as never }; // prettier-ignore
    await disputes.event(dispute, odd);
    await disputes.event(dispute, odd);
    expect(await order(id)).toMatchObject({ disputed: true });
    expect(its.buyers.errors()).toEqual([{ event: 'dispute parked', outcome: 'unknown-outcome' }]);
  });
});

describe('the response to a dispute', () => {
  // promise: P12
  it('is evidence of the reveal three days before the due date, once, with the disclosure on record', async () => {
    const { id } = await disputes.bought({ shown: true });
    const dispute = await disputes.open(id);
    await disputes.event(dispute);
    expect(await disputes.shown(dispute.id)).toMatchObject({ status: 'WAITING_FOR_SELLER_RESPONSE' });
    its.buyers.clock.ahead = 7 * day + 60_000;
    await sweep({ ...its.buyers.ports, wake: async () => undefined });
    const given = await disputes.shown(dispute.id);
    expect(given).toMatchObject({ status: 'UNDER_REVIEW' });
    const { revealed, disputes: kept } = await order(id);
    expect(JSON.stringify(given?.['evidences'])).toContain(revealed?.text);
    expect(kept?.[dispute.id]).toMatchObject({ state: 'open', evidence: 'sent' });
    expect(await rowOf('payments.disclosures', `dispute:${dispute.id}`)).toMatchObject({
      basis: 'protect-our-rights',
      scope: ['order', 'notice', 'consent', 'payer-address'],
      approver: 'setting',
      order: id,
    });
    await look(dispute.id);
    expect((await disputes.shown(dispute.id))?.['evidences']).toHaveLength(2);
  });

  it('is acceptance where nobody saw the PINs: the money goes back and so do they', async () => {
    const { id } = await disputes.bought();
    const dispute = await disputes.open(id, { dueMs: day });
    await disputes.event(dispute);
    expect(await disputes.shown(dispute.id)).toMatchObject({ status: 'RESOLVED' });
    expect(await order(id)).toMatchObject({ status: 'refunded', chargedBack: money(1000), disputed: false });
    expect(await holds(id)).toBe(0);
  });

  it('that was cut off after PayPal had it is not given twice', async () => {
    const { id } = await disputes.bought({ shown: true });
    const dispute = await disputes.open(id, { dueMs: day });
    await faults(its.world.paypalUrl, { dropAfterEvidence: 1 });
    await expect(disputes.event(dispute)).rejects.toThrow();
    await look(dispute.id);
    expect((await disputes.shown(dispute.id))?.['evidences']).toHaveLength(2);
    expect((await order(id)).disputes?.[dispute.id]).toMatchObject({ evidence: 'sent' });
  });

  it('that PayPal does not offer is alarmed two days before its due date, only once it is offered', async () => {
    const { id } = await disputes.bought({ shown: true });
    const dispute = await disputes.open(id, { dueMs: 2.5 * day });
    const staff = { ...its.buyers.ports, secrets: (async (name: string, schema: never) => ({
      ...(await its.buyers.ports.secrets(name, schema) as object), disputeResponse: 'staff',
    })) as never }; // prettier-ignore
    await disputes.event(dispute, staff);
    expect(its.buyers.errors()).toEqual([]);
    its.buyers.clock.ahead = day;
    await lookAfterDispute(dispute.id, {}, staff);
    await lookAfterDispute(dispute.id, {}, staff);
    expect(its.buyers.errors()).toEqual([{ event: 'dispute due', outcome: 'no-response' }]);
  });
});
