import { context } from '../kit/contract/contract.ts';
import { buyerRoutes } from './specs/buyer.ts';
import { staffRoutes } from './specs/staff.ts';

const fulfilling = [
  'orders.getOrder',
  'orders.moveWrite',
  'orders.forgetCart',
  'cart.boughtLinesWrite',
  'cart.removeBought',
  'mail.letterWrite',
] as const;

/** What a worker does beside it: of an order whose money is gone the PINs are freed, or burned. */
const goingOn = [...fulfilling, 'orders.pinsClearedWrite', 'pins.releaseWrites', 'pins.burnWrites'] as const;

/** Letters that confirm a reveal. */
const ofReveal = { template: { S: ['reveal-confirmed'] } };

/** Why PINs are not shown. */
export const hiding = {
  'not-fulfilled': { status: 409, title: 'The order is not fulfilled, so that it has no PINs to show.' },
  disputed: { status: 409, title: 'The order is disputed at PayPal; it stays as it is until that is settled.' },
  withdrawn: { status: 409, title: 'The order was withdrawn from; its PINs are not shown.' },
  refunded: { status: 409, title: 'Money of the order was refunded, or is being refunded; its PINs are not shown.' },
  'reveal-waits': { status: 409, title: 'The PINs cannot be shown yet.', members: ['until'] },
} as const;

/** What becomes of an order's PINs: held for a payment, given back, delivered, shown to the buyer. */
export const fulfilment = context('fulfilment', {
  problems: {
    'not-revealed': { status: 409, title: 'Only a PIN that was shown is reported.' },
    'not-reported': { status: 409, title: 'Nobody reported or recalled this PIN; it is not replaced.' },
    'not-delivered': {
      status: 409,
      title: 'The order is not delivered, or is disputed, withdrawn from or being refunded; its PINs stay as they are.',
    },
    'no-pin-left': { status: 409, title: 'There is no other PIN of this card; the buyer is told so.' },
    'no-receipt': { status: 409, title: 'Only an order that was fulfilled has a receipt.' },
    'reveal-notice-changed': {
      status: 409,
      title: 'The text to agree to is another; show the one of the order and ask again.',
    },
    ...hiding,
  },
  offers: {
    holdAndClaim: ['pins.holdPins', 'orders.getOrder', 'orders.claimWrite', 'orders.joinClaim'],
    giveBackClaim: ['pins.releaseWrites', 'orders.getOrder', 'orders.claimReturnWrite'],
    deliver: fulfilling,
    lacksConfirmation: ['mail.readLetters'],
    voidOrder: ['pins.releaseWrites', 'orders.getOrder', 'orders.moveWrite', 'mail.letterWrite'],
  },
  routes: { ...buyerRoutes, ...staffRoutes },
  workers: {
    fulfil: {
      on: {
        stream: 'orders.orders',
        where: [{ eventName: ['MODIFY'], dynamodb: { NewImage: { open: { S: ['fulfilment'] } } } }],
      },
      summary:
        'Goes on where a delivery broke off: fulfils a paid order with its receipt, and takes its lines out of the cart; frees or burns the PINs of a refunded one',
      timeout: 30,
      uses: goingOn,
    },
    confirm: {
      on: {
        stream: 'mail.outbox',
        where: [
          { eventName: ['MODIFY'], dynamodb: { NewImage: { ...ofReveal, state: { S: ['unknown'] } } } },
          { eventName: ['MODIFY'], dynamodb: { NewImage: { ...ofReveal, fate: { S: ['bounced'] } } } },
        ],
      },
      summary:
        'Mails the confirmation of a reveal again, twice at most, when it is not known to have been sent, or came back',
      timeout: 30,
      uses: ['mail.letterWrite'],
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Fulfils paid orders that the stream missed, and frees or burns the PINs of refunded ones',
      timeout: 240,
      uses: [...goingOn, 'orders.dueOrders', 'orders.checkAgain', 'wake:mail.sweep'],
    },
  },
});
