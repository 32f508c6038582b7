import { type Clock, isOffset } from '../clock.ts';
import { FunctionError } from '../lambda/function-error.ts';
import { json, type Answer } from '../stand-in/serve.ts';
import { objectOf } from '../template/assembly.ts';

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

type Control = (controls: Controls, body: unknown, worker: string) => Promise<Answer> | Answer;

const problem = (status: number, slug: string, title: string, more: object = {}): Answer =>
  json(status, { type: `/problems/${slug}`, title, status, ...more }, { 'content-type': 'application/problem+json' });
const notFound = (): Answer => problem(404, 'not-found', 'There is nothing here.');
const clockView = ({ clock }: Controls): Answer =>
  json(200, { offsetMs: clock.offsetMs(), now: new Date(clock.now()).toISOString() });

const controlled: Readonly<Record<string, Readonly<Record<string, Control>>>> = {
  _idle: {
    GET: async ({ idle }) =>
      (await idle()) ? json(200, { idle: true }) : problem(409, 'under-way', 'Something is under way.'),
  },
  _clock: {
    GET: clockView,
    PUT: (controls, body) => {
      const { offsetMs } = objectOf(body);
      if (!isOffset(offsetMs)) {
        const is = 'must be a whole number of milliseconds, a hundred years at most';
        return problem(422, 'invalid-request', 'The request is not valid.', { errors: [{ at: 'offsetMs', is }] });
      }
      controls.clock.move(offsetMs);
      return clockView(controls);
    },
  },
  _schedules: {
    POST: async ({ schedule }, _body, worker) => {
      const run = schedule(worker);
      if (!run) return notFound();
      try {
        return json(200, (await run()) ?? null);
      } catch (error) {
        // The kind of error only: message and stack may quote what the run worked on. They are in the function's log.
        const kind = error instanceof FunctionError ? error.errorType : error instanceof Error ? error.name : 'Error';
        return problem(500, 'run-failed', 'The run failed.', { error: kind });
      }
    },
  },
};

/** Returns the response to a control call: `_schedules/{worker}`, `_clock`, `_idle`; a refusal is a problem. */
export const control = async (controls: Controls | undefined, { method, path, body }: ControlCall): Promise<Answer> => {
  const [, name = '', worker = '', ...more] = path.split('/');
  const isNamed = more.length === 0 && (worker !== '') === (name === '_schedules');
  const methods = isNamed && Object.hasOwn(controlled, name) ? controlled[name] : undefined;
  if (!methods) return notFound();
  if (!controls) return problem(503, 'unavailable', 'The shop is still starting.');
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  return run ? run(controls, body, worker) : problem(405, 'method-not-allowed', 'This method is not served here.');
};
