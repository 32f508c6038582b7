import { toItem } from '../kit/store/client.ts';
import { all } from '../kit/store/condition.ts';
import { prompt } from '../kit/store/retry.ts';
import type { Ports } from '../kit/ports.ts';
import { attemptIsForThis, attemptIsNew, isCurrentAttempt, unclaimed } from './conditions.ts';
import type { Attempt } from './domain.ts';
import { change } from './store.ts';

const takesPayment = '#status IN (:created, :approved)';

/** Stores where the buyer is sent, before the buyer is sent there; false when this attempt is stored already, or the order ended. */
export const storeAttempt = (id: string, n: number, attempt: Attempt, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET attempts.#n = :attempt, paypalOrder = :paypal',
      ConditionExpression: all(isCurrentAttempt, attemptIsNew, takesPayment),
      ExpressionAttributeNames: { '#n': String(n), '#status': 'status' },
      ExpressionAttributeValues: toItem({
        ':attempt': attempt,
        ':n': n,
        ':paypal': attempt.paypalOrder,
        ':created': 'created',
        ':approved': 'approved',
      }),
    },
    ports,
    prompt,
  );

/** Counts an attempt that PayPal refused to create, so that the next one has another request id. */
export const skipAttempt = (id: string, n: number, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET attempt = :next',
      ConditionExpression: all(isCurrentAttempt, attemptIsNew),
      ExpressionAttributeNames: { '#n': String(n) },
      ExpressionAttributeValues: toItem({ ':n': n, ':next': n + 1 }),
    },
    ports,
    prompt,
  );

/** Ends an attempt that no claim is for, after its payment failed for certain; another may follow. Safe to repeat. */
export const failAttempt = (id: string, n: number, paypalOrder: string, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET attempts.#n.failed = :yes, attempt = :next, captureTry = captureTry + :one',
      ConditionExpression: all(isCurrentAttempt, attemptIsForThis, unclaimed),
      ExpressionAttributeNames: { '#n': String(n) },
      ExpressionAttributeValues: toItem({ ':n': n, ':next': n + 1, ':one': 1, ':yes': true, ':paypal': paypalOrder }),
    },
    ports,
  );
