import type { Json, Stack } from '../../../src/template/assembly.ts';
import { resolve } from '../../../src/template/intrinsics.ts';

/** Resources as a test writes them: logical id → type and properties. */
export type Resources = Record<string, [type: string, properties?: Json]>;

/** A stack of a few resources. */
export const stackOf = (resources: Resources, rest: Partial<Stack> = {}): Stack => ({
  name: 'shop',
  outputs: {},
  assets: new Map([['code.zip', '/assets/code']]),
  ...rest,
  resources: new Map(Object.entries(resources).map(([id, [type, properties = {}]]) => [id, { type, properties }])),
});

/** What a value resolves to inside a stack with these resources, beside other stacks. */
export const resolvedIn = (value: unknown, resources: Resources = {}, others: Stack[] = []): unknown => {
  const stack = stackOf(resources);
  return resolve({ stack, stacks: [...others, stack] }, value, 'shop/Probe.Value');
};
