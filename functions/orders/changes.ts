import { toItem } from '../kit/store/client.ts';
import { prompt } from '../kit/store/retry.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { change } from './store.ts';

/** Ends an attempt that no claim is for, after its payment failed for certain; another may follow. Safe to repeat. */
export const failAttempt = (id: string, n: number, paypalOrder: string, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET attempts.#n.failed = :yes, attempt = :next, captureTry = captureTry + :one',
      ConditionExpression: 'attempt = :n AND attempts.#n.paypalOrder = :paypal AND attribute_not_exists(capturing)',
      ExpressionAttributeNames: { '#n': String(n) },
      ExpressionAttributeValues: toItem({ ':n': n, ':next': n + 1, ':one': 1, ':yes': true, ':paypal': paypalOrder }),
    },
    ports,
  );

/** Counts an attempt that PayPal refused to create, so that the next one has another request id. */
export const skipAttempt = (id: string, n: number, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET attempt = :next',
      ConditionExpression: 'attempt = :n AND attribute_not_exists(attempts.#n)',
      ExpressionAttributeNames: { '#n': String(n) },
      ExpressionAttributeValues: toItem({ ':n': n, ':next': n + 1 }),
    },
    ports,
    prompt,
  );

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
      ConditionExpression: '#open = :queue',
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
      ConditionExpression: '#status = :fulfilled',
      ExpressionAttributeNames: { '#open': 'open', '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':fulfilled': 'fulfilled' }),
    },
    ports,
  );
