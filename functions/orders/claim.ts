import { toItem } from '../kit/store/client.ts';
import { all, any, asRead } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { attemptIsForThis, claimedForThis, isCurrentAttempt, leaseEnded, sameTry, unclaimed } from './conditions.ts';
import { claimLease, mayCapture, type Order } from './domain.ts';
import { change, changeWrite } from './store.ts';

const sameStatus = '#status = :was';
const isApproved = '#status = :approved';

/** Seconds after a claim in which a sweeper looks at the order; one that comes soon anyway is left where it is. */
const checkAfterClaim = 60;
const soon = 600;

/**
 * Returns the claim of the one capture of an order for a PayPal order, for the transaction that holds the PINs. The order
 * is approved by it. Refused when the order moved since it was read, when a claim is there, and for a try that has
 * ended: whoever read the order before would have a claim that nobody gives back.
 */
export const claimWrite = (order: Order, paypalOrder: string, at: Date, ports: Ports): Write => {
  const approves = order.status === 'created';
  const looksLate = order.checkAt === undefined || order.checkAt > seconds(at) + soon;
  const change = {
    UpdateExpression: [
      'SET capturing = :paypal, paypalOrder = :paypal, claimUntil = :until, claimBy = :run',
      ...(approves ? ['#status = :approved, history = list_append(history, :step)'] : []),
      ...(looksLate ? ['checkAt = :check'] : []),
    ]
      .join(', ')
      .concat(' REMOVE claimShared'),
    ConditionExpression: all(sameStatus, sameTry, unclaimed),
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({
      ':paypal': paypalOrder,
      ':until': at.getTime() + claimLease,
      ':run': ports.run ?? 'unnamed',
      ':was': order.status,
      ':try': order.captureTry,
      ...(approves && { ':approved': 'approved', ':step': [{ status: 'approved', at: at.toISOString() }] }),
      ...(looksLate && { ':check': seconds(at) + checkAfterClaim }),
    }),
  };
  return changeWrite(order.id, change, ports);
};

/** Returns whether a run has the claim of an order and no other run has joined it: nobody else captures under it. */
export const isSole = (
  { claimBy, claimShared }: Pick<Order, 'claimBy' | 'claimShared'>,
  run: string | undefined,
): boolean => run !== undefined && claimBy === run && claimShared !== true;

/**
 * Joins a claim, so that one's capture is over within its lease: a lease that is too short gets a new one, and whose lease
 * has ended becomes this run's own. Within the lease the claim is marked as shared. False when it is not as it was read.
 */
export const joinClaim = (order: Order, ports: Ports): Promise<boolean> => {
  const { id, capturing, captureTry, claimUntil, claimBy, claimShared } = order;
  const now = ports.now().getTime();
  const isOver = claimUntil === undefined || claimUntil <= now;
  const until = mayCapture(order, now) ? (claimUntil as number) : now + claimLease;
  return change(
    id,
    {
      UpdateExpression: isOver
        ? 'SET claimUntil = :until, claimBy = :run REMOVE claimShared'
        : `SET claimUntil = :until, claimShared = :shared`,
      ConditionExpression: all(
        claimedForThis,
        sameTry,
        asRead('claimUntil', ':claimUntil', claimUntil),
        asRead('claimBy', ':claimBy', claimBy),
        asRead('claimShared', ':claimShared', claimShared),
      ),
      ExpressionAttributeValues: toItem({
        ':until': until,
        ':paypal': capturing,
        ':try': captureTry,
        ':claimUntil': claimUntil,
        ':claimBy': claimBy,
        ':claimShared': claimShared,
        ...(isOver ? { ':run': ports.run ?? 'unnamed' } : { ':shared': !isSole(order, ports.run) }),
      }),
    },
    ports,
  );
};

const notShared = any('attribute_not_exists(claimShared)', 'claimShared = :no');
const thisRunAlone = `(${all('claimBy = :run', notShared)})`;
/** Nobody else captures under the claim: this run alone has it, or its lease has ended. */
const unusedByOthers = any(thisRunAlone, leaseEnded);

/**
 * Returns the end of a claim after PayPal refused the capture for certain, for the transaction that frees the PINs. The next
 * capture counts as another try and so has another request id. With `failAttempt` that attempt ends too, and another
 * may follow. Refused unless this claim is there, the order is only approved, and nobody else captures under the claim.
 */
export const claimReturnWrite = (order: Order, failAttempt: number | undefined, ports: Ports): Write => {
  const fails = failAttempt !== undefined;
  const change = {
    UpdateExpression: [
      'SET captureTry = :next',
      ...(fails ? [', attempts.#n.failed = :yes, attempt = :nextAttempt'] : []),
      ' REMOVE capturing, claimUntil, claimBy, claimShared',
    ].join(''),
    ConditionExpression: all(
      isApproved,
      claimedForThis,
      sameTry,
      unusedByOthers,
      ...(fails ? [isCurrentAttempt, attemptIsForThis] : []),
    ),
    ExpressionAttributeNames: { '#status': 'status', ...(fails && { '#n': String(failAttempt) }) },
    ExpressionAttributeValues: toItem({
      ':approved': 'approved',
      ':paypal': order.capturing,
      ':try': order.captureTry,
      ':next': order.captureTry + 1,
      ':now': ports.now().getTime(),
      ':run': ports.run ?? '',
      ':no': false,
      ...(fails && { ':n': failAttempt, ':nextAttempt': failAttempt + 1, ':yes': true }),
    }),
  };
  return changeWrite(order.id, change, ports);
};
