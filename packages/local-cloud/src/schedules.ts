import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from './parts.ts';
import type { Invoke, Schedule } from './template/cloud.ts';
import { account, region } from './template/identity.ts';

/** What may differ from the local cloud's own pace; `apartMs` is between the first runs of two schedules, `now` is the shop's clock, which is sent and not measured by. */
export type SchedulePace = { firstRunMs?: number; apartMs?: number; now?: () => number; newId?: () => string };

export type Schedules = Part & {
  /** A run of a function's schedule at once, after one that is under way; undefined where it has no schedule. */
  runOf: (functionId: string) => (() => Promise<unknown>) | undefined;
};

/**
 * Runs each schedule soon after the start, because a run may have been missed while the machine was off, one a second, because
 * each loads a function of its own beside whoever uses the cloud by then. From then on each runs at its pace, never
 * two runs of one schedule at once: a run that takes longer than its period delays the next. A failed run is logged and not repeated.
 * The pace is measured by a clock that nobody sets.
 */
export const startSchedules = (
  schedules: readonly Schedule[],
  invoke: Invoke,
  log: (line: string) => void,
  { firstRunMs = 5000, apartMs = 1000, now = Date.now, newId = randomUUID }: SchedulePace = {},
): Schedules => {
  const closing = new AbortController();
  const { signal } = closing;
  const latest = new Map<Schedule, Promise<unknown>>();
  const run = (schedule: Schedule): Promise<unknown> => {
    const before = latest.get(schedule) ?? Promise.resolve();
    const turn = before.then(() => invoke(schedule.functionId, schedule.input ?? eventOf(schedule, newId(), now())));
    const over = turn.catch(() => undefined);
    latest.set(schedule, over);
    return turn;
  };
  const runs = schedules.map(async (schedule, index) => {
    let due = performance.now() + firstRunMs + index * apartMs;
    for (;;) {
      const wait = Math.max(0, due - performance.now());
      await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
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

/** The event that EventBridge sends for a schedule rule without an input of its own; its time is to the second. */
const eventOf = (schedule: Schedule, id: string, at: number): object => ({
  version: '0',
  id,
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [`arn:aws:events:${region}:${account}:rule/${schedule.id}`],
  detail: {},
});
