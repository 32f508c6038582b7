import { getAccount } from '../../../functions/accounts/account.ts';
import { endingWrite } from '../../../functions/accounts/changes.ts';
import { payableMethod } from '../../../functions/accounts/public.ts';
import { sweep } from '../../../functions/accounts/workers.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { saveMethod } from '../../../functions/accounts/methods/save.ts';
import { getRequest, requestPut } from '../../../functions/privacy/requests.ts';
import { eraseFor } from '../../../functions/privacy/erase.ts';
import { accountFor } from '../../../functions/privacy/accounts-side.ts';
import { capturePayment } from '../../../functions/paypal/public.ts';
import { shopWithSavers, type Savers } from '../../builders/savers.ts';
import { decide, openWorld, type World } from '../../harness/shop-in-process.ts';

let world: World;
let savers: Savers;
beforeAll(async () => {
  world = await openWorld();
  savers = await shopWithSavers(world);
}, 60_000);
afterAll(() => world.close());
beforeEach(() => {
  savers.outage.vault = false;
  savers.clock.ahead = 0;
});

const saved = async () => {
  const who = await savers.customer();
  const { id: order, paypalOrder } = await savers.save(who);
  return {
    who,
    order,
    paypalOrder,
    reference: await savers.vaulted(paypalOrder),
    method: (await savers.methodOf(who)) ?? '',
  };
};

/** Another payment that its customer agrees to have saved, as far as PayPal has made a reference of it. */
const vaultedFor = async (who: Awaited<ReturnType<typeof saved>>['who']) => {
  const { body } = await savers.checkOut(await savers.customer(), { savePaymentMethod: true });
  await decide(body.approveUrl ?? '', 'approve');
  const paypalOrder = await savers.shop.paypalOrderOf(body.orderId);
  await capturePayment(savers.ports.paypal, paypalOrder, 1);
  const reference = await savers.vaulted(paypalOrder);
  return { reference, account: who.id, order: 'order', text: 'text', agreedAt: savers.ports.now().toISOString() };
};

describe('a saved payment method', () => {
  // promise: P6
  it('is removed at its owner’s wish, here and at PayPal; a repeat finds it done', async () => {
    const { who, reference, method } = await saved();
    expect((await savers.remove(who)).status).toBe(200);
    expect([await savers.row(method), await savers.isAtPayPal(reference)]).toEqual([undefined, false]);
    expect(await savers.profile(who)).toMatchObject({ paymentMethod: null });
    expect((await savers.remove(who)).status).toBe(200);
  });

  // promise: P6
  it('pays nothing from its removal on, and is asked for at PayPal until PayPal confirms', async () => {
    const { who, reference, method } = await saved();
    savers.outage.vault = true;
    expect((await savers.remove(who)).status).toBe(202);
    expect([await payableMethod(who.id, savers.ports), (await savers.row(method))?.state]).toEqual([
      undefined,
      'removing',
    ]);
    expect(await savers.profile(who)).toMatchObject({ paymentMethod: null });
    savers.clock.ahead = 61_000;
    expect(await sweep(savers.ports)).toMatchObject({ failed: 1 });
    savers.outage.vault = false;
    savers.clock.ahead = 362_000;
    expect(await sweep(savers.ports)).toMatchObject({ removed: 1 });
    expect([await savers.row(method), await savers.isAtPayPal(reference)]).toEqual([undefined, false]);
  });

  it('is forgotten when its owner removed it at PayPal, and not because an event says so', async () => {
    const { who, reference, method, paypalOrder } = await saved();
    const resource = { id: reference, metadata: { order_id: paypalOrder } };
    expect(await savers.event('VAULT.PAYMENT-TOKEN.DELETED', resource)).toBe('done');
    expect(await savers.row(method)).toMatchObject({ state: 'saved' });
    await savers.ports.paypal({ method: 'DELETE', path: `/v3/vault/payment-tokens/${reference}` });
    expect(await savers.event('VAULT.PAYMENT-TOKEN.DELETED', resource)).toBe('done');
    expect([await savers.row(method), await savers.methodOf(who)]).toEqual([undefined, undefined]);
    expect(await savers.event('VAULT.PAYMENT-TOKEN.DELETED', resource)).toBe('ignored');
    expect(await savers.event('VAULT.PAYMENT-TOKEN.CREATED', resource)).toBe('ignored');
    expect(await savers.methodOf(who)).toBeUndefined();
  });

  it('is never left at PayPal without its row, however a removal and a new one race', async () => {
    const { who } = await saved();
    for (let round = 0; round < 4; round += 1) {
      const next = await vaultedFor(who);
      const [outcome] = await Promise.all([saveMethod(next, savers.ports), savers.remove(who)]);
      const left = await savers.methodOf(who);
      expect(left).toBeUndefined();
      expect([outcome, await savers.isAtPayPal(next.reference)]).toEqual([expect.any(String), false]);
    }
  });

  it('goes to one account once, when the same reference is saved many times at once', async () => {
    const { who } = await saved();
    const next = await vaultedFor(who);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => saveMethod(next, savers.ports)));
    expect(new Set(outcomes)).toEqual(new Set(['saved']));
    expect((await savers.row((await savers.methodOf(who)) ?? ''))?.account).toBe(who.id);
  });

  it('stays while its account is deactivated, and pays nothing then', async () => {
    const { who, method } = await saved();
    await apply(endingWrite({ id: who.id, at: savers.ports.now(), to: 'deactivated' }, savers.ports), savers.ports);
    expect([await savers.methodOf(who), await payableMethod(who.id, savers.ports)]).toEqual([method, undefined]);
  });

  it('is in the export, with the consent', async () => {
    const { who, reference } = await saved();
    const side = await accountFor(who.person, savers.ports);
    expect(side?.account.paymentMethod).toMatchObject({
      masked: `••••${reference.slice(-2)}`,
      consent: { source: 'order-form' },
    });
  });

  // promise: P6
  it('goes with an erasure, at PayPal first: the erasure waits until PayPal confirms, and says so', async () => {
    const { who, order, reference, method } = await saved();
    const at = savers.ports.now();
    const request = { id: `erase-${who.id}`, kind: 'erasure', via: 'staff', person: who.person, at, due: at } as const;
    await apply(requestPut(request, savers.ports), savers.ports);
    savers.outage.vault = true;
    expect(await eraseFor(request.id, savers.ports)).toBe('waits');
    const waiting = await getRequest(request.id, savers.ports);
    expect(waiting?.keeps).toEqual([{ order, reason: 'method-open' }]);
    expect((waiting?.checkAt ?? 0) * 1000 - at.getTime()).toBeLessThan(10 * 60_000);
    savers.outage.vault = false;
    expect(await eraseFor(request.id, savers.ports)).toBe('answered');
    expect([await savers.row(method), await savers.isAtPayPal(reference)]).toEqual([undefined, false]);
    expect((await getAccount(who.id, savers.ports))?.status).toBe('closed');
  });

  it('that PayPal makes for an account that is closed by then is deleted there', async () => {
    const { who } = await saved();
    const next = await vaultedFor(who);
    await apply(endingWrite({ id: who.id, at: savers.ports.now(), to: 'closed' }, savers.ports), savers.ports);
    expect([await saveMethod(next, savers.ports), await savers.isAtPayPal(next.reference)]).toEqual([
      'unwanted',
      false,
    ]);
  });
});
