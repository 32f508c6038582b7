/** The privacy policy in force. One policy for the whole shop (promise P3); orders carry the hash of its text. */
export const policyText = `Privacy policy

What we collect. What you give us: your e-mail address when you order, and your choice on marketing mail. A visitor's cart is kept under a random id that says nothing about a person, for 30 days after its last change.

What we use it for. To deliver your order, to send its receipt, and, only if you said yes, to send you news. We do not use it for anything else.

Who receives it. PayPal takes your payment; you enter your payment data there and we never see or store it. Only if you ask for it, PayPal keeps your payment method for us and gives us a reference to it, which we keep until you remove it. Our mail service delivers our letters, our cloud provider runs our systems. Nobody else receives it.

Cookies. One session cookie with a random id keeps your cart; it ends when you close the browser. Everything but shopping works without cookies.

Logs. Our logs of requests hold no address of yours, no e-mail and no order number.

How it is protected. Everything is encrypted at rest and in transit. Your e-mail address and the PINs you buy are sealed with keys of their own.`;
