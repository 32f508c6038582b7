import { fingerprint, hasFingerprint } from '../kit/store/idempotency.ts';
import type { KeyRing } from '../kit/crypto/tokens.ts';
import type { Order } from '../orders/public.ts';

/** What a buyer chose at checkout, its fields normalised by the contract. */
export type OrderForm = {
  email: string;
  marketing: boolean;
  savePaymentMethod: boolean;
  paymentMethod?: 'paypal' | 'saved' | undefined;
};

const use = 'form';

/** The hashes of the texts that were shown are no choice of the buyer, and are checked apart. PayPal is what a form means that says nothing. */
const choices = ({ email, marketing, savePaymentMethod, paymentMethod }: OrderForm): OrderForm => ({
  email,
  marketing,
  savePaymentMethod,
  ...(paymentMethod === 'saved' && { paymentMethod }),
});

/** Returns the keyed fingerprint of a form, to be kept on the order: nobody can try out an address without the key. */
export const formPrint = (ring: KeyRing, form: OrderForm): string => fingerprint(ring, use, choices(form));

/** Returns whether an order was placed with this form. Whoever knows the form knows the address that the token was sent to. */
export const isFormOf = (ring: KeyRing, { form }: Pick<Order, 'form'>, sent: OrderForm): boolean =>
  form !== undefined && hasFingerprint(ring, use, form, choices(sent));
