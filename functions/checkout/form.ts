import { fingerprint, hasFingerprint } from '../kit/store/idempotency.ts';
import type { KeyRing } from '../kit/crypto/tokens.ts';
import type { Order } from '../orders/public.ts';

/** What a buyer chose at checkout, its fields normalised by the contract. */
export type OrderForm = { email: string; marketing: boolean; savePaymentMethod: boolean };

const use = 'form';

/** The hash of the notice is no choice of the buyer: it says under which notice the form was filled in, and is checked apart. */
const choices = ({ email, marketing, savePaymentMethod }: OrderForm): OrderForm => ({
  email,
  marketing,
  savePaymentMethod,
});

/** Returns the keyed fingerprint of a form, to be kept on the order: nobody can try out an address without the key. */
export const formPrint = (ring: KeyRing, form: OrderForm): string => fingerprint(ring, use, choices(form));

/** Returns whether an order was placed with this form. Whoever knows the form knows the address that the token was sent to. */
export const isFormOf = (ring: KeyRing, { form }: Pick<Order, 'form'>, sent: OrderForm): boolean =>
  form !== undefined && hasFingerprint(ring, use, form, choices(sent));
