import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Access } from '../aws/access.ts';
import type { Clock } from '../clock.ts';
import type { LambdaFunction } from '../template/cloud.ts';
import { environmentOf } from './environment.ts';
import { FunctionError, lambdaError, tooLarge, type Failure } from './function-error.ts';

/** Everything a sandbox needs besides its function. */
export type Surroundings = {
  /** Addresses of the local services, as environment variables of every function. */
  environment: Readonly<Record<string, string>>;
  /** Gives each function an access key of its own. */
  access: Pick<Access, 'keyOf'>;
  clock: Pick<Clock, 'shared'>;
  log: (functionName: string, line: string) => void;
  /** Called when a function has written to tables, with their names. */
  onWrite: (tables: readonly string[]) => void;
};

type Invocation = {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  /** Absent until the bundle is loaded. */
  timer?: NodeJS.Timeout;
};
type Message = { ready: true } | { wrote: string[] } | { id: string; result: string } | { id: string; error: Failure };

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
  readonly #open = new Map<string, Invocation>();
  readonly #log: (line: string) => void;
  readonly #loaded = Promise.withResolvers<void>();
  #isLoaded = false;
  #lastUsed = performance.now();

  constructor(lambda: LambdaFunction, { access, clock, environment, log, onWrite }: Surroundings) {
    const { name: functionName, code, handler, memoryMegabytes } = lambda;
    this.#function = lambda;
    this.#log = (line) => log(functionName, line);
    this.#worker = new Worker(new URL('./runtime.mjs', import.meta.url), {
      env: environmentOf(lambda, environment, access),
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: 8 },
      stderr: true,
      stdout: true,
      workerData: { clock: clock.shared, code, handler, functionName, memoryMegabytes },
    });
    for (const input of [this.#worker.stdout, this.#worker.stderr]) createInterface({ input }).on('line', this.#log);
    this.ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#listen(onWrite);
  }

  /** Runs the handler once; the time-out counts from when the bundle is loaded. Rejects with a FunctionError. */
  async invoke(id: string, payload: string): Promise<unknown> {
    if (Buffer.byteLength(payload) > largest) throw tooLarge('Request');
    return new Promise((resolve, reject) => {
      const invocation: Invocation = { resolve, reject };
      this.#open.set(id, invocation);
      void this.#loaded.promise.then(() => {
        const milliseconds = this.#function.timeoutSeconds * 1000;
        invocation.timer = setTimeout(() => this.#timeOut(id), milliseconds);
        this.#worker.postMessage({ id, payload, deadline: Number(process.hrtime.bigint()) / 1e6 + milliseconds });
      });
    });
  }

  /** Milliseconds since anything was at work here. */
  get idleMs(): number {
    return this.#open.size > 0 ? 0 : performance.now() - this.#lastUsed;
  }

  /** Takes no more invocations; ends now if none is at work. */
  retire(): void {
    this.retired = true;
    if (this.#open.size === 0) void this.end();
  }

  /** Ends the worker at once; what is at work fails. */
  async end(): Promise<void> {
    this.retired = true;
    await this.#worker.terminate();
  }

  #listen(onWrite: Surroundings['onWrite']): void {
    const loading = setTimeout(() => {
      this.#fail(`Init timed out after ${longestLoad / 1000} seconds`);
      void this.end();
    }, longestLoad);
    this.#worker.on('message', (message: Message) => {
      if ('wrote' in message) return onWrite(message.wrote);
      if (!('ready' in message)) return this.#settle(message);
      clearTimeout(loading);
      this.#isLoaded = true;
      this.#loaded.resolve();
    });
    this.#worker.once('error', (error) => {
      this.#log(`ERROR ${error instanceof Error ? error.stack : String(error)}`);
      this.#fail(error instanceof Error ? error.message : String(error));
    });
    this.#worker.once('exit', (code) => {
      clearTimeout(loading);
      this.#fail(`Runtime exited with error: exit status ${code}`);
    });
  }

  #settle(message: Exclude<Message, { ready: true } | { wrote: string[] }>): void {
    const invocation = this.#take(message.id);
    if ('error' in message) {
      this.#log(`ERROR Invoke Error ${JSON.stringify({ requestId: message.id, ...message.error })}`);
      invocation?.reject(new FunctionError(message.error));
    } else if (Buffer.byteLength(message.result) > largest) {
      invocation?.reject(tooLarge('Response'));
    } else {
      invocation?.resolve(JSON.parse(message.result));
    }
    if (this.retired) this.retire();
  }

  #timeOut(id: string): void {
    const seconds = this.#function.timeoutSeconds.toFixed(2);
    const error = lambdaError('Sandbox.Timedout', id, `Task timed out after ${seconds} seconds`);
    this.#log(error.errorMessage);
    this.#take(id)?.reject(error);
    this.retire();
  }

  #fail(reason: string): void {
    this.retired = true;
    const type = this.#isLoaded ? 'Runtime.ExitError' : 'Runtime.InitError';
    for (const id of [...this.#open.keys()]) this.#take(id)?.reject(lambdaError(type, id, reason));
  }

  #take(id: string): Invocation | undefined {
    const invocation = this.#open.get(id);
    this.#lastUsed = performance.now();
    clearTimeout(invocation?.timer);
    this.#open.delete(id);
    return invocation;
  }
}
