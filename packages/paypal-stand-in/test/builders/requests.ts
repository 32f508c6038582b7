import type { Received } from '../harness/receiver.ts';

/** Dollars, as PayPal writes them. */
export const usd = (value: string) => ({ currency_code: 'USD', value });

/** The order that a shop makes; `changes` replace parts of its one purchase unit. */
export const orderRequest = (changes: Record<string, unknown> = {}) => ({
  ...plainOrderRequest(changes),
  payment_source: {
    paypal: {
      experience_context: {
        return_url: 'https://shop.example/return?order=1',
        cancel_url: 'https://shop.example/cancel',
        user_action: 'PAY_NOW',
      },
    },
  },
});

/** An order that names no source of its payment, and no address to return to. */
export const plainOrderRequest = (changes: Record<string, unknown> = {}) => ({
  intent: 'CAPTURE',
  purchase_units: [{ amount: usd('20.00'), custom_id: 'order-1', description: 'Calling cards', ...changes }],
});

/** The body that asks whether a webhook is genuine; `changes` replace what it claims. */
export const verificationRequest = ({ headers, body }: Received, changes: Record<string, string> = {}): string => {
  const claim = {
    auth_algo: headers['paypal-auth-algo'],
    cert_url: headers['paypal-cert-url'],
    transmission_id: headers['paypal-transmission-id'],
    transmission_sig: headers['paypal-transmission-sig'],
    transmission_time: headers['paypal-transmission-time'],
    webhook_id: '1JE4291016473214C',
    ...changes,
  };
  // The event is spliced in as it was received, because a parsed and rewritten one need not have the same bytes.
  return `${JSON.stringify(claim).slice(0, -1)},"webhook_event":${body.toString()}}`;
};
