import { day } from '../../kit/value/time.ts';
import { isUnderWay, type State } from './request.ts';

/** What an order says of whether somebody may look at its buyer because of it; times in epoch milliseconds. */
export type ReasonOrder = { status: string; lastStep: number };

/** As long after an order's last step somebody may have to look after it: a buyer may dispute a payment for 180 days. */
const orderOpenFor = 180 * day;

/** Returns whether an order is a reason to look at its buyer: it is not voided, and its last step is at most 180 days ago. */
export const isOpenOrder = ({ status, lastStep }: ReasonOrder, now: number): boolean =>
  status !== 'voided' && now - lastStep <= orderOpenFor;

/** Returns whether a request is a reason: it was proven, and is not done with. Anybody can ask by mail for anybody. */
export const isOpenRequest = ({ state }: { state: State }): boolean => isUnderWay(state);
