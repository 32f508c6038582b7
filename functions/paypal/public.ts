export { createPayment, readPayment, capturePayment, type Paying } from './payment.ts';
export { completed, paymentByCapture } from './captures.ts';
export { searchTransactions } from './transaction-search.ts';
export { readDispute, listDisputes } from './disputes.ts';
export { provideEvidence, acceptClaim, type Evidence } from './dispute-actions.ts';
export { payerAddress } from './payer-address.ts';
export { isVaulted, removeFromVault } from './vault.ts';
export { PayPalSecret, RateLimited, type AskPayPal, type PayPalCall, type PayPalClient } from './client.ts';
export type { DisputeAction, Payment, SeenDispute } from './domain.ts';
