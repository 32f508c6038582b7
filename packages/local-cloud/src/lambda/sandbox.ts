import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Access } from '../aws/access.ts';
import type { Clock } from '../clock.ts';
import type { LambdaFunction } from '../template/cloud.ts';
import { environmentOf } from './environment.ts';
import { exited, FunctionError, notLoaded, timedOut, tooLarge, type Failure } from './function-error.ts';

/** Everything a sandbox needs besides its function. */
export type Surroundings = {
  /** Addresses of the local services, as environment variables of every function. */
  environment: Readonly<Record<string, string>>;
  /** Gives each function an access key of its own. */
  access: Pick<Access, 'keyOf'>;
  /** The shop's clock, as the functions see it. */
  clock: Pick<Clock, 'shared'>;
  log: (functionName: string, line: string) => void;
};

type Pending = { resolve: (result: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };
type Message = { ready: true } | { id: string; result: string } | { id: string; error: Failure };

const largest = 6_291_556;
/** Lambda's init phase. */
const longestLoad = 10_000;

/**
 * One execution environment of a function: a worker with an environment of its own that runs the real bundle. Once it
 * is retired it takes no invocation and ends when its last one has; an invocation that outlives its time-out retires it.
 */
export class Sandbox {
  retired = false;
  readonly ended: Promise<void>;
  readonly #function: LambdaFunction;
  readonly #worker: Worker;
  readonly #pending = new Map<string, Pending>();
  readonly #log: (line: string) => void;
  readonly #loaded: Promise<void>;
  #reason: string | undefined;
  /** Invocations that wait for the bundle to be loaded. */
  #waiting = 0;
  #lastUsed = performance.now();

  constructor(lambda: LambdaFunction, { access, clock, environment, log }: Surroundings) {
    this.#function = lambda;
    this.#log = (line) => log(lambda.name, line);
    this.#worker = new Worker(new URL('./runtime.mjs', import.meta.url), {
      env: environmentOf(lambda, environment, access),
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: lambda.memoryMegabytes, maxYoungGenerationSizeMb: 8 },
      stderr: true,
      stdout: true,
      workerData: {
        clock: clock.shared,
        code: lambda.code,
        handler: lambda.handler,
        functionName: lambda.name,
        memoryMegabytes: lambda.memoryMegabytes,
      },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      createInterface({ input: stream }).on('line', this.#log);
    }
    this.#loaded = this.#listen();
    this.#loaded.catch(() => undefined);
    this.ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }

  /** Runs the handler once; the time-out counts from when the bundle is loaded. Rejects with a FunctionError. */
  async invoke(id: string, payload: string): Promise<unknown> {
    if (Buffer.byteLength(payload) > largest) throw tooLarge('Request');
    this.#waiting += 1;
    await this.#loaded
      .catch(() => {
        throw notLoaded(id, this.#reason ?? 'the bundle was not loaded');
      })
      .finally(() => (this.#waiting -= 1));
    if (this.#reason !== undefined) throw exited(id, this.#reason);
    this.#lastUsed = performance.now();
    const milliseconds = this.#function.timeoutSeconds * 1000;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#timeOut(id), milliseconds);
      this.#pending.set(id, { resolve, reject, timer });
      this.#worker.postMessage({ id, payload, deadline: Number(process.hrtime.bigint()) / 1e6 + milliseconds });
    });
  }

  /** Milliseconds since anything was at work here. */
  get idleMs(): number {
    return this.#pending.size + this.#waiting > 0 ? 0 : performance.now() - this.#lastUsed;
  }

  /** Takes no more invocations; ends now if none is at work. */
  retire(): void {
    this.retired = true;
    if (this.#pending.size + this.#waiting === 0) void this.end();
  }

  /** Ends the worker at once; what is at work fails. */
  async end(): Promise<void> {
    this.retired = true;
    await this.#worker.terminate();
  }

  #listen(): Promise<void> {
    const timer = setTimeout(() => {
      this.#fail(`Init timed out after ${longestLoad / 1000} seconds`);
      void this.end();
    }, longestLoad);
    return new Promise((resolve, reject) => {
      this.#worker.on('message', (message: Message) => {
        if (!('ready' in message)) return this.#settle(message);
        clearTimeout(timer);
        resolve();
      });
      this.#worker.once('error', (error) => this.#fail(error instanceof Error ? error.message : String(error), error));
      this.#worker.once('exit', (code) => {
        clearTimeout(timer);
        this.#fail(`Runtime exited with error: exit status ${code}`);
        reject(new Error(this.#reason));
      });
    });
  }

  #settle(message: Exclude<Message, { ready: true }>): void {
    if ('error' in message) {
      this.#log(`ERROR Invoke Error ${JSON.stringify({ requestId: message.id, ...message.error })}`);
      this.#take(message.id)?.reject(new FunctionError(message.error));
    } else if (Buffer.byteLength(message.result) > largest) {
      this.#take(message.id)?.reject(tooLarge('Response'));
    } else {
      this.#take(message.id)?.resolve(JSON.parse(message.result));
    }
    if (this.retired) this.retire();
  }

  #timeOut(id: string): void {
    const error = timedOut(id, this.#function.timeoutSeconds);
    this.#log(error.errorMessage);
    this.#take(id)?.reject(error);
    this.retire();
  }

  #fail(reason: string, cause?: unknown): void {
    this.retired = true;
    this.#reason ??= reason;
    if (cause !== undefined) this.#log(`ERROR ${cause instanceof Error ? (cause.stack ?? reason) : reason}`);
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(exited(id, this.#reason));
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#lastUsed = performance.now();
    if (pending) clearTimeout(pending.timer);
    this.#pending.delete(id);
    return pending;
  }
}
