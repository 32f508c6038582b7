/** The notice at the point of sale (promises P13, P32). Its hash is on every order placed under it. */
export const noticeText = `You are about to be redirected to PayPal. Everything you enter there you enter directly on PayPal's site, under PayPal's own privacy policy. We never see or store card or bank data.

From you we keep your e-mail address, sealed with a key of its own, to send you the receipt and to find your order. Whether we may also send you news of our cards is your choice on this form, and it is stored with the order.

PayPal tells us the state and the amount of the payment. It also tells us your PayPal name and address; we do not store them.`;
