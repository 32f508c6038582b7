import { any } from '../kit/store/condition.ts';

/** No capture of the order is claimed: no PINs are held for it. */
export const unclaimed = 'attribute_not_exists(capturing)';

/** A capture of the order is claimed: PINs are held for whoever has the claim, so that an order without one is not delivered. */
export const claimed = 'attribute_exists(capturing)';

/** The capture of the PayPal order `:paypal` is claimed. */
export const claimedForThis = 'capturing = :paypal';

/** The capture is at the try `:try` still: whoever read the order before that try ended decided by what is over. */
export const sameTry = 'captureTry = :try';

/** Nobody captures any more under the claim, if there is one: its lease has ended (`:now` in epoch milliseconds). */
export const leaseEnded = any('attribute_not_exists(claimUntil)', 'claimUntil <= :now');

/** The attempt that `:n` numbers is the current one. */
export const isCurrentAttempt = 'attempt = :n';

/** The attempt `#n` is not stored. */
export const attemptIsNew = 'attribute_not_exists(attempts.#n)';

/** The attempt `#n` is that of the PayPal order `:paypal`. */
export const attemptIsForThis = 'attempts.#n.paypalOrder = :paypal';
