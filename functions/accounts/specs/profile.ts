import type { RouteSpec } from '../../kit/contract/route.ts';
import * as schemas from '../schemas.ts';
import { aligning, asking, opening, pausing, proving, removing, writing } from './uses.ts';

/** Routes of a customer who has signed in. */
export const profileRoutes = {
  readProfile: {
    at: 'GET /profile',
    auth: 'customer',
    summary: 'Read the profile',
    returns: schemas.Profile,
    uses: ['people.contactOf', ...opening],
  },
  changeProfile: {
    at: 'PATCH /profile',
    auth: 'customer',
    summary: 'Change the profile; a new e-mail address counts once its code has come back',
    body: schemas.ProfileChanges,
    returns: schemas.Profile,
    problems: ['profile-changed', 'too-many-requests'],
    uses: ['people.contactOf', 'people.contactWrite', ...asking, ...opening],
  },
  confirmEmail: {
    at: 'POST /profile/email/confirm',
    auth: 'customer',
    summary: 'Use the new address, with the code that was sent there; the old one is told, and every session ends',
    body: schemas.JustCode,
    returns: schemas.Nothing,
    problems: ['invalid-code'],
    uses: [
      ...proving,
      ...writing,
      'people.contactOf',
      'people.emailWrites',
      'people.openFor',
      'people.mailboxHash',
      'preferences.addressOf',
      'preferences.moveWrites',
    ],
  },
  removePaymentMethod: {
    at: 'DELETE /profile/payment-method',
    auth: 'customer',
    states: ['deactivated'],
    summary: 'Remove the saved payment method; 202 while PayPal has not confirmed yet, which changes nothing for you',
    returns: schemas.Nothing,
    accepts: true,
    uses: removing,
  },
  deactivate: {
    at: 'POST /profile/deactivate',
    auth: 'customer',
    summary: 'Deactivate the account; every session ends',
    returns: schemas.Nothing,
    uses: [...aligning, ...pausing, 'mail.letterWrite'],
  },
  reactivate: {
    at: 'POST /account/reactivate',
    auth: 'customer',
    states: ['deactivated'],
    summary: 'Ask for a code without one (202), and use the account again with it',
    body: schemas.PerhapsCode,
    returns: schemas.Nothing,
    accepts: true,
    problems: ['invalid-code', 'too-many-requests'],
    uses: [...proving, ...writing, ...pausing],
  },
  myOrders: {
    at: 'GET /profile/orders',
    auth: 'customer',
    summary: 'List the orders of the account, newest first',
    query: schemas.PageOfOrders,
    returns: schemas.OrdersView,
    uses: ['orders.ordersOf', 'orders.orderView'],
  },
} as const satisfies Record<string, RouteSpec>;
