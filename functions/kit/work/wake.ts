import { functionName } from '../contract/names.ts';
import { Unavailable } from '../http/problem.ts';
import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';
import { signedHeaders } from '../signed-request.ts';

/**
 * Runs another worker now and does not wait for it: a scheduled one (`mail.sweep`) beside its schedule, an invoked one with its
 * payload.
 */
export type Wake = (worker: string, payload?: object) => Promise<void>;

/** The ports of a scheduled worker. What it leaves to another one is due at once, because it wakes that one. */
export type SweepPorts = Ports & { wake: Wake; sweeping: true };

const type = { 'content-type': 'application/json' };
const timeout = 3000;
const tries = 2;

/**
 * Returns the wake that calls Lambda's Invoke of the type Event. A scheduled worker that is not woken is started by its schedule,
 * so that a failure is logged and no more. A payload is in nobody else's hands: when it cannot be left with Lambda, the wake throws
 * Unavailable.
 */
export const lambdaWake =
  (ports: Pick<Ports, 'dynamo' | 'fetch' | 'log' | 'settings'>): Wake =>
  async (worker, payload) => {
    const { dynamo, fetch, log, settings } = ports;
    const body = JSON.stringify(payload ?? {});
    const invoke = async (): Promise<void> => {
      const lambda = settings.lambdaEndpoint ?? `https://lambda.${await dynamo.config.region()}.amazonaws.com`;
      const url = new URL(`/2015-03-31/functions/${functionName(settings.stage, worker)}/invocations`, lambda);
      const headers = await signedHeaders(
        { service: 'lambda', url, headers: { ...type, 'x-amz-invocation-type': 'Event' }, body },
        ports,
      );
      const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeout) });
      if (response.status !== 202) throw new Error(`Lambda returned ${response.status}`);
    };
    for (let tried = 1; ; tried += 1)
      try {
        return await invoke();
      } catch (error) {
        if (tried < tries) continue;
        log.warn('not woken', { worker, ...errorFields(error) });
        if (payload) throw new Unavailable('Lambda took no payload', { cause: error });
        return;
      }
  };
