export { createPayment, readPayment, capturePayment, type Paying } from './payment.ts';
export { completed, paymentByCapture, readCapture } from './captures.ts';
export { searchTransactions } from './transaction-search.ts';
export { listTransactions } from './ledger.ts';
export { listEvents } from './event-list.ts';
export { readDispute, listDisputes } from './disputes.ts';
export { provideEvidence, acceptClaim, type Evidence } from './dispute-actions.ts';
export { payerAddress } from './payer-address.ts';
export { refundCapture, readRefund } from './refunds.ts';
export { isVaulted, removeFromVault } from './vault.ts';
export { PayPalSecret, RateLimited, type AskPayPal, type PayPalCall, type PayPalClient } from './client.ts';
export {
  mayHaveTaken,
  refundStateOf,
  type Capture,
  type DisputeAction,
  type Payment,
  type PayPalRefund,
  type SeenDispute,
  type Transaction,
} from './domain.ts';
