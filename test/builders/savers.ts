import { getAccount } from '../../functions/accounts/account.ts';
import { accounts } from '../../functions/accounts/contract.ts';
import { getMethod } from '../../functions/accounts/methods/row.ts';
import { personsOf } from '../../functions/accounts/public.ts';
import { routes as accountRoutes } from '../../functions/accounts/routes.ts';
import { cart } from '../../functions/cart/contract.ts';
import { routes as cartRoutes } from '../../functions/cart/routes.ts';
import { checkout } from '../../functions/checkout/contract.ts';
import { routes as checkoutRoutes } from '../../functions/checkout/routes.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import type { Session } from '../../functions/kit/http/session.ts';
import { Unavailable } from '../../functions/kit/http/problem.ts';
import type { AskPayPal } from '../../functions/paypal/public.ts';
import type { SettlePorts } from '../../functions/payments/settle/ports.ts';
import { settleEvent } from '../../functions/payments/settle/settle-event.ts';
import { EventItem, putEvent } from '../../functions/payments/store.ts';
import { readEvent } from '../../functions/payments/webhook/event.ts';
import { charge } from '../../functions/payments/workers.ts';
import { referenceHash } from '../../functions/people/public.ts';
import { call, httpEvent } from '../harness/http.ts';
import { decide, type World } from '../harness/shop-in-process.ts';
import { userPools } from '../harness/user-pools-in-memory.ts';
import { accountIn } from './accounts.ts';

type Placed = {
  orderId: string;
  status: string;
  approveUrl: string | null;
  orderToken: string;
  type?: string;
  saving?: { text: string; hash: string };
};

/** A shop with customers who have signed in and save a payment method, or pay with it. */
export const shopWithSavers = async (world: World) => {
  const clock = { ahead: 0 };
  const sessions: Record<string, Session> = {};
  const now = () => new Date(Date.now() + clock.ahead);
  const shop = await world.shop({ now, limits: { timeout: 20_000, tries: 1 }, sessions });
  const outage = { vault: false };
  const { paypal } = shop.ports;
  const reached: AskPayPal = (asked) =>
    outage.vault && asked.path.startsWith('/v3/') ? Promise.reject(new Unavailable('PayPal')) : paypal(asked);
  const ports = { ...shop.ports, identity: userPools().identity, paypal: Object.assign(reached, { ...paypal }) };
  await shop.stock('CARD-A', 40);
  const [carts, orders, profiles] = [
    serve(cart, cartRoutes, ports),
    serve(checkout, checkoutRoutes, ports),
    serve(accounts, accountRoutes, ports),
  ];
  let made = 0;

  /** A customer who signed in so many seconds ago. */
  const customer = async ({ email = `saver-${made}@example.com`, ago = 5 } = {}) => {
    const account = await accountIn(ports, { email, id: `saver-${(made += 1)}` });
    const token = `token-${account.id}`;
    const signIn = async (seconds = 0) => {
      const row = (await getAccount(account.id, ports)) ?? account;
      const authTime = new Date(now().getTime() - seconds * 1000);
      const { id, person } = account;
      sessions[token] = {
        kind: 'customer',
        id,
        person,
        persons: personsOf(row),
        joined: {},
        state: 'active',
        authTime,
      };
    };
    await signIn(ago);
    return { id: account.id, person: account.person, email, token, signIn };
  };
  type Customer = Awaited<ReturnType<typeof customer>>;

  const bearer = (who: Customer) => ({ authorization: `Bearer ${who.token}` });
  const fill = (who: Customer) =>
    call(carts, httpEvent('PUT /cart/items/{sku}', { path: { sku: 'CARD-A' }, body: { quantity: 1 }, headers: bearer(who) })); // prettier-ignore
  const order = async (who: Customer, key: string, more: object = {}) => {
    const answer = await call(
      orders,
      httpEvent('POST /checkout', {
        headers: { ...bearer(who), 'idempotency-key': key },
        body: { email: who.email, marketing: false, ...more },
      }),
    );
    return { ...answer, body: answer.body as Placed };
  };
  const checkOut = async (who: Customer, more: object = {}) => {
    await fill(who);
    return order(who, `key-${(made += 1)}`, more);
  };
  const profile = async (who: Customer) =>
    (await call(profiles, httpEvent('GET /profile', { headers: bearer(who) }))).body as Record<string, unknown>;
  const remove = (who: Customer) =>
    call(profiles, httpEvent('DELETE /profile/payment-method', { headers: bearer(who) }));

  /** Takes PayPal's event about a payment or a saved method. */
  const event = async (event_type: string, resource: object, with_: SettlePorts = ports): Promise<string> => {
    const read = readEvent({ id: `WH-${(made += 1)}`, event_type, resource });
    if (!read) throw new Error('not an event');
    const token = read.token === undefined ? {} : { token: await referenceHash(read.token, ports) };
    const stored = { ...read, ...token, id: `delivery-${made}`, signature: 'digest', body: 'digest' };
    await putEvent(stored, ports);
    return settleEvent(EventItem.parse(stored), with_);
  };
  const approved = (paypalOrder: string, with_?: SettlePorts) =>
    event('CHECKOUT.ORDER.APPROVED', { id: paypalOrder }, with_);

  /** PayPal's reference of the method that a customer has saved. */
  const methodOf = async (who: Customer) => (await getAccount(who.id, ports))?.method;

  /** Buys at PayPal with a yes to the saved method; returns the order's id and PayPal's. */
  const save = async (who: Customer, with_?: SettlePorts) => {
    const { body } = await checkOut(who, { savePaymentMethod: true });
    await decide(body.approveUrl ?? '', 'approve');
    const paypalOrder = await shop.paypalOrderOf(body.orderId);
    await approved(paypalOrder, with_);
    return { id: body.orderId, paypalOrder };
  };
  /** What the stand-in has in its vault by an order of its own. */
  const vaulted = async (paypalOrder: string): Promise<string> => {
    const { body } = await ports.paypal({ method: 'GET', path: `/v2/checkout/orders/${paypalOrder}` });
    type Seen = { payment_source: { paypal: { attributes?: { vault?: { id: string } } } } };
    return (body as Seen).payment_source.paypal.attributes?.vault?.id ?? '';
  };
  const isAtPayPal = async (reference: string): Promise<boolean> =>
    (await ports.paypal({ method: 'GET', path: `/v3/vault/payment-tokens/${reference}` })).status === 200;

  const pay = (orderId: string, with_: SettlePorts = ports) => charge({ order: orderId }, with_);
  const row = (id: string) => getMethod(id, ports);
  return { clock, outage, sessions, shop, ports, customer, fill, order, checkOut, profile, remove, event, approved, methodOf, save, vaulted, isAtPayPal, pay, row }; // prettier-ignore
};

export type Savers = Awaited<ReturnType<typeof shopWithSavers>>;
