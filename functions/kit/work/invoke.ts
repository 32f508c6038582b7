import { lambda } from './lambda.ts';
import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';

/** What an invoked worker does with its payload, which it parses itself; a throw means: try this one again. */
export type PayloadHandler<P> = (payload: unknown, ports: P) => Promise<void>;

/**
 * Returns the Lambda handler of an invoked worker. A failure is logged, without the payload, and thrown: Lambda tries again
 * twice and then drops it.
 */
export const onInvoke = <P extends Ports>(worker: string, handle: PayloadHandler<P>, ports: P) =>
  lambda<unknown, void>().handler(async (payload) => {
    try {
      await handle(payload, ports);
    } catch (error) {
      ports.log.warn('payload failed', { worker, ...errorFields(error) });
      throw error;
    }
  });
