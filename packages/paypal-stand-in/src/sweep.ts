import { approve, lapsedOrders } from './approval.ts';
import { reviewedCaptures } from './captures.ts';
import type { Courier } from './courier.ts';
import type { Desk } from './desk.ts';

const pauseMs = 250;

/** Does what time brings: orders that approve themselves, approval windows that close, reviews of captures that end. */
export const sweepOnce = (desk: Desk, courier: Courier): void => {
  const now = desk.ports.now().getTime();
  for (const order of desk.state.open('order')) {
    if (order.autoApproveAt !== undefined && order.autoApproveAt <= now) courier.commit(approve(desk, order).rows);
  }
  courier.commit(lapsedOrders(desk));
  courier.commit(reviewedCaptures(desk));
};

/** Sweeps until the answered function is called. */
export const startSweeping = (desk: Desk, courier: Courier): (() => void) => {
  const timer = setInterval(() => sweepOnce(desk, courier), pauseMs);
  return () => clearInterval(timer);
};
