import type { z } from 'zod';
import { json, jsonOf, type Answer, type Call } from './serve.ts';

/**
 * The faults that are set now. They hold for what follows, in this process only: a restart clears them. A fault whose value is a
 * number of times, or true for always, happens when it is taken.
 */
export class Faults<T extends object> {
  readonly #known: z.ZodObject;
  #set: Partial<T> = {};

  constructor(known: z.ZodObject) {
    this.#known = known;
  }

  get set(): Readonly<Partial<T>> {
    return this.#set;
  }

  /** Adds to what is set, null taking a fault away; returns a sentence for an unknown name or a bad value, and changes nothing then. */
  merge(input: unknown): string | undefined {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return 'Faults are a JSON object.';
    const merged = Object.entries({ ...this.#set, ...input }).filter(([, value]) => value !== null);
    const parsed = this.#known.partial().safeParse(Object.fromEntries(merged));
    if (!parsed.success) return this.#sentence(parsed.error);
    this.#set = parsed.data as Partial<T>;
    return undefined;
  }

  clear(): void {
    this.#set = {};
  }

  /** Returns whether a fault that happens a number of times happens now; counts it down. */
  take(name: keyof T): boolean {
    const left: unknown = this.#set[name];
    if (typeof left !== 'number') return left === true;
    if (left > 0) this.#set = { ...this.#set, [name]: left - 1 };
    return left > 0;
  }

  /** Serves `/_faults`: POST adds, GET shows, DELETE clears. */
  answer({ method, body }: Pick<Call, 'method' | 'body'>): Answer {
    if (!['DELETE', 'GET', 'POST'].includes(method)) return json(405, { message: 'Faults take GET, POST and DELETE.' });
    if (method === 'DELETE') this.clear();
    const wrong = method === 'POST' ? this.merge(jsonOf(body)) : undefined;
    return wrong === undefined ? json(200, this.#set) : json(400, { message: wrong });
  }

  #sentence({ issues: [issue] }: z.ZodError): string {
    if (issue?.code !== 'unrecognized_keys') {
      return `The fault ${String(issue?.path[0])} ${issue?.message ?? 'is not understood'}.`;
    }
    return `Unknown fault: ${issue.keys.join(', ')}. Known are ${Object.keys(this.#known.shape).join(', ')}.`;
  }
}
