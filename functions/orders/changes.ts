import { toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { change } from './store.ts';

const isInQueue = '#open = :queue';
const isFulfilled = '#status = :fulfilled';

/** Sets when a sweeper looks again at an order of its queue; one that went on meanwhile is left alone. */
export const checkAgain = (
  id: string,
  at: Date,
  ports: Ports,
  queue: 'payment' | 'fulfilment' = 'payment',
): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET checkAt = :at',
      ConditionExpression: isInQueue,
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':at': seconds(at), ':queue': queue }),
    },
    ports,
  );

/** Takes the name of the cart, and its place in the queue, off an order that is fulfilled and whose lines left the cart. */
export const forgetCart = (id: string, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'REMOVE cart.id, #open, checkAt',
      ConditionExpression: isFulfilled,
      ExpressionAttributeNames: { '#open': 'open', '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':fulfilled': 'fulfilled' }),
    },
    ports,
  );
