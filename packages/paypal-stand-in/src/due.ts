import { approve, isUndecided, lapsed, lapsesAt } from './approval.ts';
import { reviewed } from './captures.ts';
import type { StandIn } from './stand-in.ts';
import type { CaptureRow, OrderRow, Row } from './state.ts';

type Waiting = OrderRow | CaptureRow;

/** The clock may be moved while a timer runs, so it is looked at this often at least. */
const longestSleepMs = 1_000;

/** Watches what time brings: orders that approve themselves or lapse, reviews of captures that end. Looks at rows only when one is due. */
export const watchTime = (paypal: StandIn) => {
  const waiting = new Map<string, Waiting>();
  let nextAt = Infinity;
  let timer: NodeJS.Timeout | undefined;

  const sleep = (): void => {
    clearTimeout(timer);
    if (nextAt === Infinity) return;
    timer = setTimeout(wake, Math.min(Math.max(nextAt - paypal.now().getTime(), 0), longestSleepMs));
  };
  const note = (rows: Row[]): void => {
    for (const row of rows) {
      waiting.delete(row.id);
      if (!isWaiting(row)) continue;
      waiting.set(row.id, row);
      nextAt = Math.min(nextAt, dueAt(paypal, row));
    }
    sleep();
  };
  const wake = (): void => {
    const now = paypal.now().getTime();
    if (nextAt > now) return sleep();
    nextAt = Infinity;
    const due: Waiting[] = [];
    for (const row of waiting.values()) {
      const at = dueAt(paypal, row);
      if (at <= now) due.push(row);
      else nextAt = Math.min(nextAt, at);
    }
    paypal.commit(due.flatMap((row) => changesOf(paypal, row)));
    sleep();
  };
  /** Looks at everything: faults have changed when it is due. */
  const review = (): void => {
    nextAt = -Infinity;
    wake();
  };
  return { note, wake, review, close: () => clearTimeout(timer) };
};

const isWaiting = (row: Row): row is Waiting =>
  (row.kind === 'order' && (isUndecided(row) || row.status === 'APPROVED')) ||
  (row.kind === 'capture' && row.status === 'PENDING');

/** When time changes an order or a capture next; a review ends at once, unless a fault keeps captures pending. */
const dueAt = (paypal: Pick<StandIn, 'settings' | 'faults'>, row: Waiting): number => {
  const { pendingCapture, denyCapture } = paypal.faults.set;
  if (row.kind === 'capture') return pendingCapture && !denyCapture ? Infinity : 0;
  return Math.min(lapsesAt(paypal, row), (isUndecided(row) && row.autoApproveAt) || Infinity);
};

const changesOf = (paypal: StandIn, row: Waiting): Row[] => {
  if (row.kind === 'capture') return reviewed(paypal, row);
  const isOver = lapsesAt(paypal, row) <= paypal.now().getTime();
  return isOver ? lapsed(paypal, row) : approve(paypal, row).rows;
};
