import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { EmailAddress, MoneyView, Timestamp } from '../kit/contract/schemas.ts';
import { statuses } from '../orders/domain.ts';

const Order = z.strictObject({ id: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)) });
const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Status = z.enum(statuses);

/** `savePaymentMethod` is kept in a customer's profile only; without an account nothing is kept whatever it says. */
const CheckoutForm = z.strictObject({
  email: EmailAddress,
  marketing: z.boolean(),
  noticeHash: z.optional(Hash),
  savePaymentMethod: z._default(z.boolean(), false),
});

const OrderLine = z.object({
  sku: z.string(),
  name: z.string(),
  quantity: z.int(),
  unitPrice: MoneyView,
  lineTotal: MoneyView,
});

/** An order: frozen price, the buyer's choices, and the way from `created` to `fulfilled`. */
export const checkout = context('checkout', {
  tables: {
    orders: {
      key: 'id',
      stream: 'new',
      holds: 'pseudonyms',
      indexes: {
        open: { key: 'open', sort: 'checkAt', numericSort: true },
        byPaypalOrder: { key: 'paypalOrder' },
        byCapture: { key: 'capture' },
      },
    },
    requests: { key: 'id', expires: 'expiresAt', holds: 'pseudonyms' },
  },
  routes: {
    placeOrder: {
      at: 'POST /checkout',
      auth: 'visitor-or-customer',
      summary: 'Place an order for the cart; the buyer then pays at PayPal, which takes the payment data itself',
      body: CheckoutForm,
      returns: z.object({
        orderId: z.string(),
        status: Status,
        approveUrl: z.nullable(z.string()),
        orderToken: z.string(),
        notice: z.object({ text: z.string(), hash: z.string() }),
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
        'unknown-product',
        'idempotency-conflict',
      ],
      needs: {
        'cart.carts': ['BatchGetItem', 'UpdateItem'],
        'catalogue.products': ['BatchGetItem'],
        'fulfilment.pins/free': ['Query'],
        orders: ['GetItem', 'PutItem', 'UpdateItem'],
        requests: ['BatchGetItem', 'PutItem'],
        'profile.persons': ['PutItem'],
        'profile.keys': ['PutItem'],
        'kms:contact': ['GenerateDataKey'],
        'ssm:signing-keys': ['GetParameters'],
        'ssm:paypal': ['GetParameters'],
      },
    },
    readOrder: {
      at: 'GET /orders/{id}',
      auth: 'buyer',
      summary: 'Read an order; the PINs are there once it is fulfilled',
      path: Order,
      returns: z.object({
        id: z.string(),
        status: Status,
        disputed: z.boolean(),
        refunded: MoneyView,
        lines: z.array(OrderLine),
        total: MoneyView,
        placedAt: Timestamp,
        history: z.array(z.object({ status: Status, at: Timestamp })),
        pins: z.optional(z.array(z.object({ sku: z.string(), pin: z.string() }))),
      }),
      needs: {
        orders: ['GetItem'],
        'fulfilment.holds': ['GetItem'],
        'fulfilment.pins': ['BatchGetItem'],
        'fulfilment.keys': ['BatchGetItem'],
        'kms:pins': ['Decrypt'],
        'ssm:signing-keys': ['GetParameters'],
      },
    },
  },
});
