import { randomUUID } from 'node:crypto';
import { signedHeaders } from './signing.ts';
import { timeOf, type StandIn } from './stand-in.ts';
import type { AttemptRow, EventRow, PendingRow, Row } from './state.ts';

const mostRetries = 25;
const longestPauseMs = 60_000;
const timeoutMs = 10_000;
const reorderWindowMs = 300;
const bodyKept = 1_000;

/** Posts webhooks to the shop, signed, and again with growing pauses until it returns 2xx. Order is not guaranteed. */
export const webhookDelivery = (paypal: StandIn) => {
  const { state, settings, faults } = paypal;
  const stop = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  let held: PendingRow[] = [];
  const after = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  /** Returns the deliveries that go with the events among some rows, to be stored with them. */
  const deliveriesOf = (rows: Row[]): PendingRow[] => {
    const { duplicate = 1, webhookDelayMs = 0, dropWebhooks } = faults.set;
    const events = dropWebhooks ? [] : rows.filter((row): row is EventRow => row.kind === 'event');
    return events.flatMap((event) =>
      Array.from({ length: duplicate }, () => newDelivery(paypal, event, webhookDelayMs)),
    );
  };

  const send = (rows: PendingRow[]): void => {
    if (faults.set.reorder !== true) return rows.forEach((row) => schedule(row));
    if (held.length === 0 && rows.length > 0) after(reorderWindowMs, release);
    held.push(...rows);
  };

  /** Sends what was held back, last first, and a moment apart, so that it arrives so. */
  const release = (): void => {
    for (const [place, row] of held.reverse().entries()) schedule(row, place * 20);
    held = [];
  };

  const schedule = (row: PendingRow, extraMs = 0): void => {
    const event = state.row('event', row.eventId);
    if (event === undefined) return;
    after(Math.max(0, row.nextAt - paypal.now().getTime()) + extraMs, () => {
      attempt(row, event).catch((error: unknown) => {
        process.emitWarning(`A webhook could not be recorded: ${String(error)}`);
      });
    });
  };

  const attempt = async (row: PendingRow, { event, orderId }: EventRow): Promise<void> => {
    const at = paypal.now().toISOString();
    const { id, time = timeOf(paypal) } = row;
    const response = await post({ id, time }, JSON.stringify(event));
    if (stop.signal.aborted) return;
    const number = row.attempts + 1;
    const about = { eventId: row.eventId, eventType: event.event_type, orderId };
    const record: AttemptRow = { kind: 'attempt', id: randomUUID(), ...about, at, attempt: number, ...response };
    const { status } = response;
    if ((status !== null && status >= 200 && status < 300) || number > mostRetries) {
      state.save(record);
      state.drop('pending', id);
      return;
    }
    const pause = Math.min(1000 * 2 ** (number - 1), longestPauseMs);
    const later: PendingRow = { ...row, time, attempts: number, nextAt: paypal.now().getTime() + pause };
    state.save(record, later);
    schedule(later);
  };

  const post = async (transmission: { id: string; time: string }, body: string) => {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)]);
    const headers = signedHeaders(paypal, transmission, body);
    try {
      const init = { method: 'POST', headers, body, redirect: 'manual', signal } as const;
      const response = await fetch(settings.webhookUrl, init);
      return { status: response.status, body: (await response.text()).slice(0, bodyKept) || undefined };
    } catch {
      // Refused, cut or too late: no response, which is retried like a bad one.
      return { status: null };
    }
  };

  const resend = (event: EventRow): void => {
    const delivery = newDelivery(paypal, event);
    state.save(delivery);
    send([delivery]);
  };
  /** Takes up the deliveries that an earlier process left behind. */
  const resume = (): void => state.rows('pending').forEach((row) => schedule(row));
  /** What is undelivered stays in the state. */
  const close = (): void => {
    stop.abort();
    timers.forEach((timer) => clearTimeout(timer));
  };
  return { deliveriesOf, send, resend, resume, close };
};

const newDelivery = ({ now }: StandIn, { id: eventId }: EventRow, delayMs = 0): PendingRow => {
  return { kind: 'pending', id: randomUUID(), eventId, attempts: 0, nextAt: now().getTime() + delayMs };
};
