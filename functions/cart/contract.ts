import * as z from 'zod/mini';
import { unknownProduct } from '../catalogue/contract.ts';
import { context } from '../kit/contract/contract.ts';
import { sessionCookieName } from '../kit/contract/route.ts';
import { LineView, MoneyView, Sku } from '../kit/contract/schemas.ts';
import { limits } from './domain.ts';

const CartView = z.object({
  lines: z.array(LineView),
  total: z.nullable(MoneyView),
  version: z.int(),
});

/** The customer's cart, and what the session keeps of its own: what did not fit, or is of another currency. */
const ClaimedCart = z.object({ ...CartView.shape, left: CartView });

const path = z.strictObject({ sku: Sku });
const Quantity = z.strictObject({ quantity: z.int().check(z.gte(0), z.lte(limits.quantity)) });

/** A visitor's basket: it knows a random id and cards, and no person. */
export const cart = context('cart', {
  problems: {
    ...unknownProduct,
    'cart-full': { status: 409, title: 'A cart holds at most 10 different cards.' },
    'mixed-currencies': { status: 409, title: 'A cart holds cards of one currency only.' },
  },
  tables: {
    carts: {
      key: 'id',
      expires: 'expiresAt',
      holds: 'pseudonyms',
      why: 'What a visitor has chosen; it knows no person.',
      kept: { days: limits.days, after: 'its last change', why: 'a visitor comes back within weeks or not at all' },
      fields: {
        pseudonym: 'id open.*',
        plain: 'lines.*.name lines.*.quantity lines.*.unitPrice.* currency version expiresAt',
      },
    },
  },
  offers: {
    linesOf: [],
    cartRead: [{ carts: ['BatchGetItem'] }],
    parseCart: [],
    openOrderWrite: [{ carts: ['UpdateItem'] }],
    refreshPrices: [{ carts: ['UpdateItem'] }],
    boughtLinesWrite: [{ carts: ['GetItem', 'UpdateItem'] }],
    removeBought: [{ carts: ['GetItem', 'UpdateItem'] }],
  },
  routes: {
    readCart: {
      at: 'GET /cart',
      auth: 'visitor-or-customer',
      summary: 'Read the cart',
      returns: CartView,
      uses: [{ carts: ['GetItem'] }],
    },
    setItem: {
      at: 'PUT /cart/items/{sku}',
      auth: 'visitor-or-customer',
      summary: 'Set the quantity of one line; 0 removes it',
      path,
      body: Quantity,
      returns: CartView,
      problems: ['unknown-product', 'cart-full', 'mixed-currencies'],
      uses: ['catalogue.getProduct', { carts: ['UpdateItem', 'PutItem'] }],
    },
    removeItem: {
      at: 'DELETE /cart/items/{sku}',
      auth: 'visitor-or-customer',
      summary: 'Remove one line',
      path,
      returns: CartView,
      uses: [{ carts: ['UpdateItem'] }],
    },
    claimCart: {
      at: 'POST /cart/claim',
      auth: 'customer',
      cookies: [sessionCookieName],
      summary: "Join the session's cart to the customer's, once; the session goes on under another id",
      returns: ClaimedCart,
      uses: [
        'orders.getOrder',
        'orders.cartLinkWrite',
        'secret:signing-keys',
        { carts: ['GetItem', 'PutItem', 'DeleteItem'] },
      ],
    },
  },
});
