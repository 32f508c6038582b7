import { setting, type Ports } from '../kit/ports.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { inWorker, onRequestPath, paypalClient, type PayPalClient } from './client.ts';

/** Returns the client of PayPal for a function: with little time where a buyer waits, with more in a worker. */
export const port = (base: Ports & { secrets: Secrets }, caller: 'request' | 'worker'): { paypal: PayPalClient } => ({
  paypal: paypalClient(
    { ...base, apiBase: setting('PAYPAL_API_BASE') },
    caller === 'worker' ? inWorker : onRequestPath,
  ),
});
