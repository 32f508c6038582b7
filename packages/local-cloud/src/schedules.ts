import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from './stand-in/index.ts';
import type { Invoke, Schedule } from './template/cloud.ts';

/** A run may have been missed while the machine was off, so every schedule runs once soon after the start. */
const firstRunMs = 2000;

/** What may differ from the local cloud's own pace; `now` is the shop's clock, which is sent and not measured by. */
export type SchedulePace = { firstRunMs?: number; now?: () => number; newId?: () => string };

export type Schedules = Part & {
  /** A run of a function's schedule at once, after one that is under way; undefined where it has no schedule. */
  runOf: (functionId: string) => (() => Promise<unknown>) | undefined;
};

/**
 * Runs each schedule soon after the start and then at its pace, never two runs of one schedule at once: a run that takes longer
 * than its period delays the next. A failed run is logged and not repeated. The pace is measured by a clock that nobody sets.
 */
export const startSchedules = (
  schedules: readonly Schedule[],
  invoke: Invoke,
  log: (line: string) => void,
  pace: SchedulePace = {},
): Schedules => {
  const { now = Date.now, newId = randomUUID } = pace;
  const closing = new AbortController();
  const latest = new Map<Schedule, Promise<unknown>>();
  const run = (schedule: Schedule): Promise<unknown> => {
    const before = latest.get(schedule) ?? Promise.resolve();
    const payload = () => schedule.input ?? scheduledEvent(schedule, { id: newId(), at: now() });
    const turn = before.then(() => invoke(schedule.functionId, payload()));
    latest.set(
      schedule,
      turn.catch(() => undefined),
    );
    return turn;
  };
  const runs = schedules.map(async (schedule) => {
    let due = performance.now() + (pace.firstRunMs ?? firstRunMs);
    while (await waited(due - performance.now(), closing.signal)) {
      await run(schedule).catch((error: unknown) =>
        log(`Schedule ${schedule.id}: a run failed with ${error instanceof Error ? error.name : 'an error'}.`),
      );
      due = Math.max(due + schedule.everySeconds * 1000, performance.now());
    }
  });
  return {
    name: 'schedules',
    graceMs: 2000,
    runOf: (functionId) => {
      const found = schedules.find((schedule) => schedule.functionId === functionId);
      return found && (() => run(found));
    },
    close: async () => {
      closing.abort();
      await Promise.all([...runs, ...latest.values()]);
    },
  };
};

const waited = async (milliseconds: number, signal: AbortSignal): Promise<boolean> => {
  await sleep(Math.max(0, milliseconds), undefined, { signal, ref: false }).catch(() => undefined);
  return !signal.aborted;
};

type Run = { id: string; at: number };

/** The event that EventBridge sends for a schedule rule without an input of its own; its time is to the second. */
const scheduledEvent = (schedule: Schedule, { id, at }: Run): object => {
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
};
