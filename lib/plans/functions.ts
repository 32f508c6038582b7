import { isStream, qualified, routeKeysOf } from '../../functions/kit/contract/contract.ts';
import type { Context, Needs, ScheduleTrigger, StreamTrigger, WorkerSpec } from '../../functions/kit/contract/contract.ts';

/** One Lambda function as the contracts imply it. Tables in needs and triggers have their qualified names. */
export type FunctionPlan = {
  /** `<context>-public`, or `<context>-<worker>`. */
  name: string;
  /** Path of the module with `handler`, from the root of the repository. */
  entry: string;
  /** Seconds. */
  timeout: number;
  needs: Needs;
  /** Route keys, as API Gateway writes them. */
  routes: readonly string[];
  /** What starts a worker; absent for functions behind routes. */
  on?: StreamTrigger | ScheduleTrigger;
};

/** Seconds that a function behind routes may take; `serve` itself answers within five. */
const apiTimeout = 10;

const ofTable = (resource: string): boolean => !/^(ssm|kms|ses|lambda):/.test(resource);

/** The union of several needs of one context: each resource once, by its qualified name, its actions sorted. */
export const unionOfNeeds = (context: string, all: readonly Needs[]): Needs => {
  const union = new Map<string, Set<string>>();
  for (const [resource, actions] of all.flatMap((needs) => Object.entries(needs))) {
    const name = ofTable(resource) ? qualified(context, resource) : resource;
    union.set(name, new Set([...(union.get(name) ?? []), ...actions]));
  }
  const sorted = [...union].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, actions]) => [name, [...actions].sort()]));
};

const publicFunction = ({ name, routes }: Context): FunctionPlan[] => {
  const specs = Object.values(routes ?? {});
  if (specs.length === 0) return [];
  return [
    {
      name: `${name}-public`,
      entry: `functions/${name}/handler.ts`,
      timeout: apiTimeout,
      needs: unionOfNeeds(
        name,
        specs.map((route) => route.needs),
      ),
      routes: specs.flatMap(routeKeysOf),
    },
  ];
};

const workerFunction = (context: string, worker: string, spec: WorkerSpec): FunctionPlan => ({
  name: `${context}-${worker}`,
  entry: `functions/${context}/${worker}-worker.ts`,
  timeout: spec.timeout,
  needs: unionOfNeeds(context, [spec.needs]),
  routes: [],
  on: isStream(spec.on) ? { ...spec.on, stream: qualified(context, spec.on.stream) } : spec.on,
});

/** All functions of all contexts: one for a context's routes, one for each of its workers. */
export const functionsOf = (contexts: readonly Context[]): FunctionPlan[] =>
  contexts.flatMap((context) => [
    ...publicFunction(context),
    ...Object.entries(context.workers ?? {}).map(([worker, spec]) => workerFunction(context.name, worker, spec)),
  ]);

export { functionName } from '../../functions/kit/contract/contract.ts';

/** The purposes of KMS keys that any function needs, sorted. */
export const keyPurposes = (plans: readonly FunctionPlan[]): string[] => {
  const resources = plans.flatMap((plan) => Object.keys(plan.needs));
  const purposes = resources.filter((each) => each.startsWith('kms:')).map((each) => each.slice('kms:'.length));
  return [...new Set(purposes)].sort();
};
