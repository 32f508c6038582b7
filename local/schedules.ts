import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invoke, Schedule } from './template/cloud.ts';

/** A run may have been missed while the machine was off, so every schedule runs once soon after the start. */
const firstRunMs = 2000;

/** What may differ from the local cloud's own clock and pace; times in milliseconds. */
export type SchedulePace = { firstRunMs?: number; now?: () => number; newId?: () => string };

/**
 * Runs each schedule soon after the start and then at its pace, never two runs of one schedule at once: a run that takes longer
 * than its period delays the next. A failed run is logged and not repeated. `close` waits for runs under way.
 */
export function startSchedules(
  schedules: readonly Schedule[],
  invoke: Invoke,
  log: (line: string) => void,
  pace: SchedulePace = {},
): { close(): Promise<void> } {
  const closing = new AbortController();
  const now = pace.now ?? Date.now;
  const runs = schedules.map(async (schedule) => {
    let due = now() + (pace.firstRunMs ?? firstRunMs);
    while (await waited(due - now(), closing.signal)) {
      await runOnce(schedule, invoke, log, { id: (pace.newId ?? randomUUID)(), at: now() });
      due = Math.max(due + schedule.everySeconds * 1000, now());
    }
  });
  return {
    async close() {
      closing.abort();
      await Promise.all(runs);
    },
  };
}

async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  await sleep(Math.max(0, milliseconds), undefined, { signal, ref: false }).catch(() => undefined);
  return !signal.aborted;
}

type Run = { id: string; at: number };

async function runOnce(schedule: Schedule, invoke: Invoke, log: (line: string) => void, run: Run): Promise<void> {
  try {
    await invoke(schedule.functionId, schedule.input ?? scheduledEvent(schedule, run));
  } catch (error) {
    log(`Schedule ${schedule.id}: a run failed with ${error instanceof Error ? error.name : 'an error'}.`);
  }
}

/** The event that EventBridge sends for a schedule rule without an input of its own; its time is to the second. */
function scheduledEvent(schedule: Schedule, { id, at }: Run): object {
  return {
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: 'us-east-1',
    resources: [`arn:aws:events:us-east-1:000000000000:rule/${schedule.id}`],
    detail: {},
  };
}
