import { type Clock, isOffset } from '../clock.ts';
import { FunctionError } from '../lambda/function-error.ts';
import { json, type Answer } from '../stand-in/index.ts';

/** What a running cloud lets people and tests do to it. */
export type Controls = {
  clock: Clock;
  /** Runs the schedule of a worker such as `payments-sweep` once; undefined where the template has none. */
  schedule: (worker: string) => (() => Promise<unknown>) | undefined;
  /** Looks whether anything is under way. */
  idle: () => Promise<boolean>;
};

/** A call to a path that begins with `_`. */
export type ControlCall = { method: string; path: string; body: unknown };

const ok = (body: unknown): Answer => json(200, body);
const problem = (status: number, slug: string, title: string, more: object = {}): Answer =>
  json(status, { type: `/problems/${slug}`, title, status, ...more }, { 'content-type': 'application/problem+json' });
const notFound = (): Answer => problem(404, 'not-found', 'There is nothing here.');
const notAllowed = (): Answer => problem(405, 'method-not-allowed', 'This method is not served here.');

/** Returns the answer to a control call: `_schedules/{worker}`, `_clock`, `_idle`; a refusal is a problem. */
export const control = async (controls: Controls | undefined, { method, path, body }: ControlCall): Promise<Answer> => {
  const [, name, worker] = /^\/_(schedules|clock|idle)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (name === undefined || (name === 'schedules') !== (worker !== undefined)) return notFound();
  if (!controls) return problem(503, 'unavailable', 'The shop is still starting.');
  if (worker !== undefined) return method === 'POST' ? runSchedule(controls, worker) : notAllowed();
  if (name === 'idle') {
    if (method !== 'GET') return notAllowed();
    return (await controls.idle()) ? ok({ idle: true }) : problem(409, 'under-way', 'Something is under way.');
  }
  if (method === 'PUT') return moveClock(controls.clock, body);
  return method === 'GET' ? ok(view(controls.clock)) : notAllowed();
};

const runSchedule = async ({ schedule }: Controls, worker: string): Promise<Answer> => {
  const run = schedule(worker);
  if (!run) return notFound();
  try {
    return ok((await run()) ?? null);
  } catch (error) {
    // The kind of error only: message and stack may quote what the run worked on. They are in the function's log.
    const kind = error instanceof FunctionError ? error.errorType : error instanceof Error ? error.name : 'Error';
    return problem(500, 'run-failed', 'The run failed.', { error: kind });
  }
};

const moveClock = (clock: Clock, body: unknown): Answer => {
  const offsetMs = typeof body === 'object' && body !== null && 'offsetMs' in body ? body.offsetMs : undefined;
  if (!isOffset(offsetMs)) {
    const is = 'must be a whole number of milliseconds, a hundred years at most';
    return problem(422, 'invalid-request', 'The request is not valid.', { errors: [{ at: 'offsetMs', is }] });
  }
  clock.move(offsetMs);
  return ok(view(clock));
};

const view = (clock: Clock): object => ({ offsetMs: clock.offsetMs(), now: new Date(clock.now()).toISOString() });
