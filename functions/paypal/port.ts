import type { Ports } from '../kit/ports.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { inWorker, onRequestPath, paypalClient, type PayPalCall } from './client.ts';

/** Returns the client of PayPal for a function: brief where a buyer waits, patient in a worker. */
export const port = (base: Ports & { secrets: Secrets }, caller: 'request' | 'worker'): { paypal: PayPalCall } => ({
  paypal: paypalClient(base, caller === 'worker' ? inWorker : onRequestPath),
});
