import type { ConditionCheck } from '@aws-sdk/client-dynamodb';
import { toItem } from '../kit/dynamo.ts';
import { seconds, type Ports } from '../kit/ports.ts';
import { applied } from './store.ts';

const row = (id: string, ports: Ports) => ({ TableName: ports.table('checkout.orders'), Key: toItem({ id }) });

/**
 * Claims the one capture of an order for a try of a PayPal order; true also when that claim was made before. While it
 * stands no other PayPal order is captured for the order, and the order is not voided. A try that has ended is not
 * claimed again by whoever read the order before: nobody would give that claim back.
 */
export const claimCapture = (id: string, paypalOrder: string, captureTry: number, ports: Ports): Promise<boolean> =>
  applied(
    {
      ...row(id, ports),
      UpdateExpression: 'SET capturing = :paypal',
      ConditionExpression:
        '#status = :approved AND captureTry = :try AND (attribute_not_exists(capturing) OR capturing = :paypal)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':paypal': paypalOrder, ':try': captureTry, ':approved': 'approved' }),
    },
    ports,
  );

/**
 * Gives a claim back after PayPal refused the capture for certain; the next capture counts as another try and so has
 * another request id. False when the claim was not this one, or has been given back already.
 */
export const returnClaim = (id: string, paypalOrder: string, captureTry: number, ports: Ports): Promise<boolean> =>
  applied(
    {
      ...row(id, ports),
      UpdateExpression: 'SET captureTry = :next REMOVE capturing',
      ConditionExpression: 'capturing = :paypal AND captureTry = :try',
      ExpressionAttributeValues: toItem({ ':paypal': paypalOrder, ':try': captureTry, ':next': captureTry + 1 }),
    },
    ports,
  );

/** Ends an attempt whose payment failed for certain, and its try to capture; another one may follow. Safe to repeat. */
export const failAttempt = (id: string, n: number, paypalOrder: string, ports: Ports): Promise<boolean> =>
  applied(
    {
      ...row(id, ports),
      UpdateExpression:
        'SET attempts.#n.failed = :yes, attempt = :next, captureTry = captureTry + :one REMOVE capturing',
      ConditionExpression:
        'attempt = :n AND attempts.#n.paypalOrder = :paypal AND (attribute_not_exists(capturing) OR capturing = :paypal)',
      ExpressionAttributeNames: { '#n': String(n) },
      ExpressionAttributeValues: toItem({ ':n': n, ':next': n + 1, ':one': 1, ':yes': true, ':paypal': paypalOrder }),
    },
    ports,
  );

/** Counts an attempt that PayPal refused to create, so that the next one has another request id. */
export const skipAttempt = (id: string, n: number, ports: Ports): Promise<boolean> =>
  applied(
    {
      ...row(id, ports),
      UpdateExpression: 'SET attempt = :next',
      ConditionExpression: 'attempt = :n AND attribute_not_exists(attempts.#n)',
      ExpressionAttributeNames: { '#n': String(n) },
      ExpressionAttributeValues: toItem({ ':n': n, ':next': n + 1 }),
    },
    ports,
  );

/** Sets when a sweeper looks again at an order that waits for its payment; one that went on meanwhile is left alone. */
export const checkAgain = (id: string, at: Date, ports: Ports): Promise<boolean> =>
  applied(
    {
      ...row(id, ports),
      UpdateExpression: 'SET checkAt = :at',
      ConditionExpression: '#open = :payment',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':at': seconds(at), ':payment': 'payment' }),
    },
    ports,
  );

/** Takes a voided order off the queue once its PINs are free again. */
export const closeReleased = (id: string, ports: Ports): Promise<boolean> =>
  applied(
    {
      ...row(id, ports),
      UpdateExpression: 'REMOVE #open, checkAt',
      ConditionExpression: '#status = :voided',
      ExpressionAttributeNames: { '#open': 'open', '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':voided': 'voided' }),
    },
    ports,
  );

/** The condition, for another context's transaction, under which PINs may be held for an order: it still takes a payment. */
export const takesPayment = (id: string, ports: Ports): ConditionCheck => ({
  ...row(id, ports),
  ConditionExpression: '#status IN (:approved, :pending)',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: toItem({ ':approved': 'approved', ':pending': 'pending' }),
});

/** The proof, for another context's transaction, that an order is voided: a status that nothing follows. */
export const provenVoided = (id: string, ports: Ports): ConditionCheck => ({
  ...row(id, ports),
  ConditionExpression: '#status = :voided',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: toItem({ ':voided': 'voided' }),
});
