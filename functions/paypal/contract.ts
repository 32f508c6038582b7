import { context } from '../kit/contract/contract.ts';

const call = ['secret:paypal', 'port:paypal'] as const;

/** PayPal's REST API as the shop uses it; an adapter, it stores nothing. */
export const paypal = context('paypal', {
  offers: {
    createPayment: call,
    readPayment: call,
    capturePayment: call,
    completed: call,
    paymentByCapture: call,
    readCapture: call,
    searchTransactions: call,
    refundCapture: call,
    readRefund: call,
    takesCurrency: [],
    isVaulted: call,
    removeFromVault: call,
    mayHaveTaken: [],
    refundStateOf: [],
  },
});
