import { TemplateError } from './error.ts';
import type { Scope } from './intrinsics.ts';
import { isObject } from './json.ts';
import { place, type Stack } from './stack.ts';

/** An output as another stack names it: by its export name, or by stack and output. */
type Wanted = { exported: string } | { stack: string; output: string };
type Resolve = (scope: Scope, value: unknown, at: string) => unknown;

/** The value of another stack's output, resolved inside the stack that offers it. */
export const outputOf = (scope: Scope, wanted: Wanted, at: string, resolve: Resolve): unknown => {
  for (const stack of scope.stacks) {
    const there = { stack, stacks: scope.stacks };
    for (const [id, output] of Object.entries(stack.outputs)) {
      if (isObject(output) && matches(wanted, id, output, there, resolve)) {
        return resolve(there, output['Value'], place(stack, id));
      }
    }
  }
  const name = 'exported' in wanted ? wanted.exported : `${wanted.stack}.${wanted.output}`;
  throw new TemplateError(at, `no stack has the output ${name}`);
};

const matches = (
  wanted: Wanted,
  id: string,
  output: Record<string, unknown>,
  there: Scope,
  resolve: Resolve,
): boolean => {
  if ('output' in wanted) return wanted.stack === there.stack.name && wanted.output === id;
  const named = isObject(output['Export']) ? output['Export']['Name'] : undefined;
  return named !== undefined && resolve(there, named, place(there.stack, id)) === wanted.exported;
};

/** A template parameter's value: its default, for nobody is there to give another. */
export const parameterOf = (stack: Stack, name: string): unknown => {
  const parameter = stack.parameters[name];
  const value = isObject(parameter) ? parameter['Default'] : undefined;
  if (value === undefined) throw new TemplateError(place(stack, name), 'the parameter has no default');
  return value;
};
