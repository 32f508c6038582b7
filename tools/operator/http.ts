import * as z from 'zod/mini';
import { Mistake } from './mistake.ts';

/** A request to the API, below its base URL. */
export type Sent = {
  method: string;
  path: string;
  body?: string | undefined;
  headers?: Record<string, string>;
};

/** What came back: status, parsed JSON, and the cookies that were set. */
export type Received = { status: number; body: unknown; cookies: string[] };

export type Send = (sent: Sent) => Promise<Received>;

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  errors: z.optional(z.array(z.object({ at: z.string(), is: z.string() }))),
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A response that says no; `sentence` is for the operator. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;
  readonly sentence: string;
  readonly type: string;
  constructor({ status, body }: Received) {
    super('the API refused');
    const problem = z.safeParse(Problem, body).data;
    const errors = problem?.errors?.map(({ at, is }) => `${at} is ${is}`) ?? [];
    this.status = status;
    this.type = problem?.type ?? '';
    this.sentence = [problem?.title ?? `The API returned ${status}.`, ...errors].join(' ');
  }
}

/** How often a request is sent that the API could not answer for now, and the wait (milliseconds) before the second time. */
const tries = 6;
const firstWait = 500;

type Outside = { fetch: typeof fetch; pause: (milliseconds: number) => Promise<unknown> };

/**
 * Returns what sends requests to an API. One that is safe to repeat (GET, PUT, or with an Idempotency-Key) is sent again while the
 * API says 503 or does not answer. Throws a Mistake when there is no API, Refused for a response that says no.
 */
export const sender =
  (base: string, { fetch, pause }: Outside): Send =>
  async ({ method, path, body, headers = {} }) => {
    const mayRepeat = method !== 'POST' || headers['idempotency-key'] !== undefined;
    for (let tried = 1; ; tried += 1) {
      const response = await fetch(`${base}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body }),
      }).catch(() => undefined);
      const isLast = !mayRepeat || tried === tries;
      if (!response && isLast) throw new Mistake(`The API at ${base} does not answer.`);
      if (response && (response.status !== 503 || isLast)) {
        const received = {
          status: response.status,
          body: parsed(await response.text()),
          cookies: response.headers.getSetCookie(),
        };
        if (!response.ok) throw new Refused(received);
        return received;
      }
      await pause(firstWait * 2 ** (tried - 1));
    }
  };
