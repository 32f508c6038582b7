export { createPayment, readPayment, capturePayment, type Paying } from './payment.ts';
export { completed, paymentByCapture, readCapture } from './captures.ts';
export { searchTransactions } from './transaction-search.ts';
export { refundCapture, readRefund } from './refunds.ts';
export { takesCurrency } from './currencies.ts';
export { isVaulted, removeFromVault } from './vault.ts';
export { PayPalSecret, RateLimited, type AskPayPal, type PayPalCall, type PayPalClient } from './client.ts';
export { mayHaveTaken, refundStateOf, type Capture, type Payment, type PayPalRefund } from './domain.ts';
