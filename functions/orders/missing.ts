import { toItem } from '../kit/store/client.ts';
import { asRead } from '../kit/store/condition.ts';
import { once } from '../kit/store/retry.ts';
import type { Ports } from '../kit/ports.ts';
import type { Missing, Order } from './domain.ts';
import { change } from './store.ts';

const stillMissing = 'attribute_exists(#missing.#paypal)';
const waitsForPayment = '#open = :payment';

/** Stores what is known of a payment that PayPal does not find; false when somebody else stored something meanwhile. */
export const recordMissing = (order: Order, paypalOrder: string, missing: Missing, ports: Ports): Promise<boolean> =>
  change(
    order.id,
    {
      UpdateExpression: 'SET #missing = :now',
      ConditionExpression: asRead('#missing', ':before', order.missing),
      ExpressionAttributeNames: { '#missing': 'missing' },
      ExpressionAttributeValues: toItem({
        ':now': { ...order.missing, [paypalOrder]: missing },
        ...(order.missing && { ':before': order.missing }),
      }),
    },
    ports,
  );

/** Forgets that a payment was not found, because PayPal found it again. Safe to repeat. */
export const clearMissing = (order: Order, paypalOrder: string, ports: Ports): Promise<boolean> =>
  change(
    order.id,
    {
      UpdateExpression: 'REMOVE #missing.#paypal',
      ConditionExpression: stillMissing,
      ExpressionAttributeNames: { '#missing': 'missing', '#paypal': paypalOrder },
    },
    ports,
  );

/**
 * Parks an order that waits for its payment: it stays listed, in the partition `parked` of the index, and no sweeper
 * looks at it; what it holds stays held. False when it does not wait any more, or is parked already. Tried once, because
 * a try repeated after a lost response would not tell that it was this one that parked the order.
 */
export const parkOrder = (id: string, reason: string, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET parked = :reason, #open = :parked',
      ConditionExpression: waitsForPayment,
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':reason': reason, ':parked': 'parked', ':payment': 'payment' }),
    },
    ports,
    once,
  );
