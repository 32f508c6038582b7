export { createPayment } from './paypal-orders.ts';
export { onRequestPath, paypalClient, type PayPalCall } from './paypal-client.ts';
