import type { DynamoDBClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import type { FinalizeRequestMiddleware } from '@smithy/types';

/** What befalls one call: nothing, an error instead of it, or an error after it was done (its answer is lost). */
export type Fault = { before?: Error; after?: Error } | undefined;

/** Decides by the command's name (`TransactWriteItemsCommand`), its input and how many of that name went before. */
export type Plan = (command: string, nth: number, input: Record<string, unknown>) => Fault | Promise<Fault>;

const error = (name: string, more: object = {}): Error => Object.assign(new Error(name), { name, ...more });

/** The errors that the service or the way to it may give. */
export const faults = {
  throttled: () => error('ThrottlingException'),
  timedOut: () => error('TimeoutError'),
  killed: () => error('ProcessKilled'),
  conflict: (actions: number) =>
    error('TransactionCanceledException', {
      CancellationReasons: Array.from({ length: actions }, (_, n) => ({
        Code: n === 1 ? 'TransactionConflict' : 'None',
      })),
    }),
};

type Middleware = FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes>;

/** Lets a plan decide about every call of a client, or about each of the tries that the SDK makes of it; returns how to stop. */
export const injectFaults = (client: DynamoDBClient, plan: Plan, of: 'call' | 'each try' = 'call'): (() => void) => {
  const counts = new Map<string, number>();
  const faulty: Middleware = (next, context) => async (args) => {
    const command = context.commandName ?? '';
    const nth = counts.get(command) ?? 0;
    counts.set(command, nth + 1);
    const fault = await plan(command, nth, args.input as unknown as Record<string, unknown>);
    if (fault?.before) throw fault.before;
    const answer = await next(args);
    if (fault?.after) throw fault.after;
    return answer;
  };
  client.middlewareStack.addRelativeTo(faulty, {
    relation: of === 'call' ? 'before' : 'after',
    toMiddleware: 'retryMiddleware',
    name: 'injectedFaults',
    override: true,
  });
  return () => void client.middlewareStack.remove('injectedFaults');
};
