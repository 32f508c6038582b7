import * as z from 'zod/mini';
import { unknownProduct } from '../catalogue/contract.ts';
import { context } from '../kit/contract/contract.ts';
import { requestDays } from '../kit/contract/held.ts';
import { EmailAddress } from '../kit/contract/schemas.ts';
import { OrderStatus } from '../orders/contract.ts';

const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/**
 * `savePaymentMethod` is kept in a customer's profile only; without an account nothing is kept whatever it says. `savingHash` is the
 * hash of the consent that was shown, `paymentMethod` how it is to be paid: at PayPal unless it says `saved`.
 */
const CheckoutForm = z.strictObject({
  email: EmailAddress,
  marketing: z.boolean(),
  noticeHash: z.optional(Hash),
  savePaymentMethod: z._default(z.boolean(), false),
  savingHash: z.optional(Hash),
  paymentMethod: z.optional(z.enum(['paypal', 'saved'])),
});

/** From a cart to an order that can be paid. */
export const checkout = context('checkout', {
  problems: {
    ...unknownProduct,
    'cart-empty': { status: 409, title: 'There is nothing in the cart.' },
    'cart-changed': { status: 409, title: 'The cart changed meanwhile; look at it again.' },
    'out-of-stock': { status: 409, title: 'A card in the cart is out of stock, or fewer are left than the cart has.' },
    'payment-under-way': {
      status: 409,
      title: 'A payment for this cart has begun with another form; see to that order, or change the cart.',
    },
    'price-changed': {
      status: 409,
      title: 'A price changed; the cart now shows the new one. Look at it and check out again.',
    },
    'notice-changed': {
      status: 409,
      title: 'The notice at the point of sale, or the consent, changed; show the new one and check out again.',
    },
    'no-saved-method': { status: 409, title: 'There is no saved payment method to pay with.' },
  },
  tables: {
    requests: {
      key: 'id',
      expires: 'expiresAt',
      holds: 'pseudonyms',
      why: 'Which order a request made, so that a repeated one makes no second.',
      kept: { days: requestDays, after: 'the request', why: 'nobody repeats an older one' },
      fields: { pseudonym: 'id result', hash: 'fingerprint', plain: 'expiresAt' },
    },
  },
  routes: {
    placeOrder: {
      at: 'POST /checkout',
      auth: 'visitor-or-customer',
      summary: 'Place an order for the cart; the buyer then pays at PayPal, which takes the payment data itself',
      body: CheckoutForm,
      returns: z.object({
        orderId: z.string(),
        status: OrderStatus,
        approveUrl: z.nullable(z.string()),
        orderToken: z.string(),
        notice: z.object({ text: z.string(), hash: z.string() }),
        /** What the customer agreed to, where the payment method is to be saved. */
        saving: z.optional(z.object({ text: z.string(), hash: z.string() })),
      }),
      status: 201,
      idempotencyKey: 'required',
      problems: [
        'cart-empty',
        'cart-changed',
        'price-changed',
        'out-of-stock',
        'payment-under-way',
        'notice-changed',
        'no-saved-method',
        'sign-in-again',
        'unknown-product',
        'idempotency-conflict',
      ],
      uses: [
        'cart.cartRead',
        'cart.openOrderWrite',
        'cart.refreshPrices',
        'catalogue.getProducts',
        'catalogue.soldOut',
        'orders.getOrder',
        'orders.orderWrite',
        'orders.moveWrite',
        'orders.storeAttempt',
        'orders.skipAttempt',
        'orders.orderToken',
        'people.newPerson',
        'people.emailOf',
        'people.mailboxHash',
        'preferences.addressOf',
        'preferences.choiceWrites',
        'accounts.joinWrite',
        'accounts.payableMethod',
        'accounts.mayPaySaved',
        'policy.consentText',
        'wake:payments.charge',
        'paypal.createPayment',
        { requests: ['BatchGetItem', 'PutItem'] },
      ],
    },
  },
});
