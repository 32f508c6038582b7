export { createPayment } from './payment.ts';
export { onRequestPath, paypalClient, type PayPalCall } from './client.ts';
