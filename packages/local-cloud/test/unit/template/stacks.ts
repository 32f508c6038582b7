import type { Json } from '../../../src/template/json.ts';
import { resolveStacks } from '../../../src/template/resolved.ts';
import type { Stack } from '../../../src/template/stack.ts';

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
export const resolvedIn = (
  value: unknown,
  resources: Resources = {},
  others: Stack[] = [],
  rest: Partial<Stack> = {},
) => {
  const probe = { Probe: ['AWS::SSM::Parameter', { Name: 'probe', Value: value }] } satisfies Resources;
  const [parameter] = resolveStacks([...others, stackOf({ ...probe, ...resources }, rest)])('AWS::SSM::Parameter');
  return parameter?.properties['Value'];
};
