import { getProduct } from '../catalogue/public.ts';
import { sessionCookieName } from '../kit/contract/route.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { keyedHash, KeyRing } from '../kit/crypto/tokens.ts';
import type { Routes } from '../kit/http/types.ts';
import { sessionCookie, visitorOf, visitorOfPerson } from '../kit/http/visitor.ts';
import type { Ports } from '../kit/ports.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { claimCart } from './claim.ts';
import { view } from './domain.ts';
import type { cart } from './contract.ts';
import { getCart, removeLine, setLine } from './store.ts';

/**
 * Returns the session that follows one when its cart is claimed: always the same for the same customer, so that a repeated claim
 * finds what is left of the cart, and nobody else's guess.
 */
const nextSession = (ring: KeyRing, session: string, person: string): string =>
  keyedHash(ring, 'claim', `${session}\n${person}`).subarray(0, 16).toString('base64url');

/** The cart's routes. Whose cart it is comes from the session or the account alone; nobody can name another's. */
export const routes: Routes<typeof cart, Ports & { secrets: Secrets }> = {
  readCart: async ({ visitor }, ports) => ({ body: view(await getCart(visitor, ports)) }),

  setItem: async ({ visitor, path: { sku }, body: { quantity } }, ports) => {
    if (quantity === 0) return { body: view(await removeLine(visitor, sku, ports)) };
    const card = await getProduct(sku, ports);
    if (!card) return refuse('unknown-product');
    const changed = await setLine({ id: visitor, sku, card, quantity }, ports);
    return isRefusal(changed) ? changed : { body: view(changed) };
  },

  removeItem: async ({ visitor, path: { sku } }, ports) => ({ body: view(await removeLine(visitor, sku, ports)) }),

  claimCart: async ({ customer: { person }, cookies: { [sessionCookieName]: session } }, ports) => {
    const customer = visitorOfPerson(person);
    if (session === undefined)
      return { body: { ...view(await getCart(customer, ports, true)), left: view(undefined) } };
    const next = nextSession(await ports.secrets('signing-keys', KeyRing), session, person);
    const spare = ports.newId();
    const claim = { customer, visitor: visitorOf(session), next: visitorOf(next), spare: visitorOf(spare) };
    const claimed = await claimCart(claim, ports);
    const goesOn = claimed.session === claim.next ? next : spare;
    return { body: { ...view(claimed.cart), left: view(claimed.left) }, cookies: [sessionCookie(goesOn)] };
  },
};
