import { randomUUID } from 'node:crypto';
import type { Chain } from './certificates.ts';
import { timeOf, type Desk } from './desk.ts';
import type { AttemptRow, EventRow, PendingRow, Row } from './rows.ts';
import { signedHeaders } from './transmission.ts';

const atOnce = 16;
const mostRetries = 25;
const longestPauseMs = 60_000;
const answerTimeoutMs = 10_000;
const reorderWindowMs = 300;
const bodyKept = 1_000;

/** Posts webhooks to the shop, signed, and again with growing pauses until it answers 2xx. Order is not guaranteed. */
export class Courier {
  readonly #desk: Desk;
  readonly #chain: Chain;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stop = new AbortController();
  #due: PendingRow[] = [];
  #held: PendingRow[] = [];
  #posting = 0;

  constructor(desk: Desk, chain: Chain) {
    this.#desk = desk;
    this.#chain = chain;
  }

  /** Takes up the deliveries that an earlier process left behind. */
  resume(): void {
    for (const row of this.#desk.state.rows('pending')) this.#schedule(row);
  }

  /** Stores rows, and with them the deliveries of the events among them, which then go out. */
  commit(rows: Row[]): void {
    const events = rows.filter((row) => row.kind === 'event');
    const pending = this.#desk.faults.set.dropWebhooks === true ? [] : events.flatMap((row) => this.#deliveries(row));
    this.#desk.state.save(...rows, ...pending);
    for (const row of pending) this.#take(row);
  }

  /** Delivers an event once more, whether or not it was taken before. */
  resend(event: EventRow): void {
    const row = this.#delivery(event, 0);
    this.#desk.state.save(row);
    this.#take(row);
  }

  /** Stops; what is undelivered stays in the state. */
  close(): void {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #deliveries(event: EventRow): PendingRow[] {
    const { duplicate = 1, webhookDelayMs = 0 } = this.#desk.faults.set;
    return Array.from({ length: duplicate }, () => this.#delivery(event, webhookDelayMs));
  }

  #delivery(event: EventRow, delayMs: number): PendingRow {
    const nextAt = this.#desk.ports.now().getTime() + delayMs;
    return { kind: 'pending', id: randomUUID(), eventId: event.id, attempts: 0, nextAt };
  }

  #take(row: PendingRow): void {
    if (this.#desk.faults.set.reorder !== true) return this.#schedule(row);
    this.#held.push(row);
    if (this.#held.length === 1) this.#after(reorderWindowMs, () => this.#release());
  }

  /** Sends what was held back, last first, and a moment apart, so that it arrives so. */
  #release(): void {
    const held = this.#held.reverse();
    this.#held = [];
    for (const [place, row] of held.entries()) this.#schedule(row, place * 20);
  }

  #schedule(row: PendingRow, extraMs = 0): void {
    this.#after(Math.max(0, row.nextAt - this.#desk.ports.now().getTime()) + extraMs, () => {
      this.#due.push(row);
      this.#next();
    });
  }

  #after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #next(): void {
    const row = this.#posting < atOnce ? this.#due.shift() : undefined;
    const event = row && this.#desk.state.row('event', row.eventId);
    if (row === undefined || event === undefined) return;
    this.#posting += 1;
    this.#attempt(row, event)
      .catch((error: unknown) => process.emitWarning(`A webhook could not be recorded: ${String(error)}`))
      .finally(() => {
        this.#posting -= 1;
        this.#next();
      });
  }

  async #attempt(row: PendingRow, { event, orderId }: EventRow): Promise<void> {
    const at = this.#desk.ports.now().toISOString();
    const { id, time = timeOf(this.#desk.ports) } = row;
    const answer = await this.#post({ id, time }, JSON.stringify(event));
    if (this.#stop.signal.aborted) return;
    const attempt = row.attempts + 1;
    const about = { eventId: event.id, eventType: event.event_type, orderId };
    const made: AttemptRow = { kind: 'attempt', id: randomUUID(), ...about, at, attempt, ...answer };
    const taken = answer.status !== null && answer.status >= 200 && answer.status < 300;
    if (taken || attempt > mostRetries) {
      this.#desk.state.save(made);
      this.#desk.state.drop('pending', row.id);
      return;
    }
    const pause = Math.min(1000 * 2 ** (attempt - 1), longestPauseMs);
    const later = { ...row, time, attempts: attempt, nextAt: this.#desk.ports.now().getTime() + pause };
    this.#desk.state.save(made, later);
    this.#schedule(later);
  }

  async #post(
    transmission: { id: string; time: string },
    body: string,
  ): Promise<{ status: number | null; body?: string }> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(answerTimeoutMs)]);
    const headers = signedHeaders(this.#desk, this.#chain, transmission, Buffer.from(body));
    try {
      const { webhookUrl } = this.#desk.settings;
      const answer = await this.#desk.ports.fetch(webhookUrl, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal,
      });
      const text = await answer.text();
      return { status: answer.status, ...(text === '' ? {} : { body: text.slice(0, bodyKept) }) };
    } catch {
      // Refused, cut or too late: no answer, which is retried like a bad one.
      return { status: null };
    }
  }
}
