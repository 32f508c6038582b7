import { context } from '../kit/contract/contract.ts';

export { takesCurrency } from './currencies.ts';

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
    listTransactions: call,
    listEvents: call,
    readDispute: call,
    listDisputes: call,
    provideEvidence: call,
    acceptClaim: call,
    payerAddress: call,
    refundCapture: call,
    readRefund: call,
    isVaulted: call,
    removeFromVault: call,
    mayHaveTaken: [],
    refundStateOf: [],
  },
});
