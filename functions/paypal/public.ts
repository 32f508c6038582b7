export { createPayment, readPayment, capturePayment, type Paying } from './payment.ts';
export { completed, paymentByCapture } from './captures.ts';
export { searchTransactions } from './transaction-search.ts';
export { isVaulted, removeFromVault } from './vault.ts';
export { PayPalSecret, RateLimited, type AskPayPal, type PayPalCall, type PayPalClient } from './client.ts';
export type { Payment } from './domain.ts';
