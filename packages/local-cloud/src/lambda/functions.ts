import { randomUUID } from 'node:crypto';
import type { Part } from '../parts.ts';
import type { Invoke, LambdaFunction } from '../template/cloud.ts';
import { Sandbox, type Surroundings } from './sandbox.ts';

const tidyEveryMs = 1000;

/** What it takes to run the functions of a cloud. */
export type FunctionsOptions = Omit<Surroundings, 'onWrite'> & {
  functions: readonly LambdaFunction[];
  /** How long a function's worker may have nothing to do before it is ended, in milliseconds. */
  idleMs: (functionId: string) => number;
};

/** The running functions; `close` ends every worker, and what is at work fails. */
export type Functions = Part & {
  invoke: Invoke;
  /** The id of the function that has a name. */
  idOf: (name: string) => string | undefined;
  /** How many invocations have begun, and how many of them are under way. */
  count: () => { begun: number; underWay: number };
  /** Calls back whenever a function has written to tables. */
  onWrite: (listener: Surroundings['onWrite']) => void;
  /** Starts the workers of functions before their first invocation. */
  warm: (functionIds: readonly string[]) => void;
  /** Lets every invocation wait that comes before the work is done. */
  hold: (work: Promise<unknown>) => void;
  /** Runs this code from the next invocation on; what is at work finishes on the old. */
  replace: (functions: readonly LambdaFunction[]) => void;
};

/**
 * Runs each function from its bundle in a worker of its own, started at its first invocation or by `warm`. One worker serves many
 * invocations at once, where Lambda would start more: on one machine more workers are no faster. A worker that crashed
 * or let an invocation run out of time is replaced for the next one; one that is idle for long is ended, as Lambda
 * ends environments, because each holds some 25 MB.
 */
export const startFunctions = (options: FunctionsOptions): Functions => {
  const { functions, idleMs, ...surroundings } = options;
  let known = new Map(functions.map((each) => [each.id, each]));
  const current = new Map<string, Sandbox>();
  const alive = new Set<Sandbox>();
  let wrote: Surroundings['onWrite'] = () => undefined;
  let held: Promise<unknown> | undefined;
  let closed = false;
  let begun = 0;
  let underWay = 0;

  const sandboxOf = (functionId: string): Sandbox => {
    const running = current.get(functionId);
    if (running && !running.retired) return running;
    const lambda = known.get(functionId);
    if (!lambda) throw new Error(`There is no function ${functionId}.`);
    const fresh = new Sandbox(lambda, { ...surroundings, onWrite: (tables) => wrote(tables) });
    alive.add(fresh);
    void fresh.ended.then(() => alive.delete(fresh));
    current.set(functionId, fresh);
    return fresh;
  };

  const tidying = setInterval(() => {
    for (const [id, sandbox] of current) if (sandbox.idleMs > idleMs(id)) sandbox.retire();
  }, tidyEveryMs);
  tidying.unref();

  return {
    name: 'functions',
    invoke: async (functionId, payload) => {
      if (closed) throw new Error('The functions are closed.');
      begun += 1;
      underWay += 1;
      try {
        await held;
        return await sandboxOf(functionId).invoke(randomUUID(), JSON.stringify(payload ?? {}));
      } finally {
        underWay -= 1;
      }
    },
    idOf: (name) => [...known.values()].find((each) => each.name === name)?.id,
    count: () => ({ begun, underWay }),
    onWrite: (listener) => void (wrote = listener),
    warm: (functionIds) => functionIds.forEach(sandboxOf),
    hold: (work) => void (held = work),
    replace: (next) => {
      known = new Map(next.map((each) => [each.id, each]));
      for (const sandbox of current.values()) sandbox.retire();
    },
    close: async () => {
      closed = true;
      clearInterval(tidying);
      await Promise.all([...alive].map((sandbox) => sandbox.end()));
    },
  };
};
