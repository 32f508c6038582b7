import { TemplateError } from './error.ts';
import { attributeOf, refOf } from './identity.ts';
import { isObject, listOf, textOf } from './json.ts';
import { account, place, region, type Scope, type Stack } from './stack.ts';

/** Returns the value with every intrinsic function in it resolved; an unknown one is refused by name. `at` names the place. */
export const resolve = (scope: Scope, value: unknown, at: string): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolve(scope, each, at));
  if (!isObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (key === 'Ref' && others.length === 0) return reference(scope, textOf(value['Ref'], at), at);
  if (key?.startsWith('Fn::') && others.length === 0) return call(scope, key, value[key], at);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(scope, each, `${at}.${name}`)]));
};

const call = (scope: Scope, name: string, argument: unknown, at: string): unknown => {
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!known) throw new TemplateError(at, `the intrinsic function ${name} is unknown`);
  return known(scope, argument, at);
};

type Intrinsic = (scope: Scope, argument: unknown, at: string) => unknown;

const functions: Readonly<Record<string, Intrinsic>> = {
  'Fn::GetAtt': (scope, argument, at) => {
    const [id, ...attribute] = typeof argument === 'string' ? argument.split('.') : listOf(argument, at);
    return attributeOf(scope.stack, textOf(id, at), attribute.join('.'), within(scope));
  },
  'Fn::Join': (scope, argument, at) => {
    const [delimiter, values] = listOf(argument, at);
    const texts = listOf(resolve(scope, values, at), at).map((each) => textOf(each, at));
    return texts.join(textOf(delimiter, at));
  },
  'Fn::Sub': (scope, argument, at) =>
    textOf(argument, at).replace(/\$\{([^}]+)\}/g, (_whole, name: string) =>
      textOf(name.includes('.') ? call(scope, 'Fn::GetAtt', name, at) : reference(scope, name, at), at),
    ),
  'Fn::ImportValue': (scope, argument, at) => exported(scope, textOf(resolve(scope, argument, at), at), at),
};

const pseudo: Readonly<Record<string, (stack: Stack) => string>> = {
  'AWS::AccountId': () => account,
  'AWS::Partition': () => 'aws',
  'AWS::Region': () => region,
  'AWS::StackName': (stack) => stack.name,
  'AWS::URLSuffix': () => 'amazonaws.com',
};

const reference = (scope: Scope, name: string, at: string): unknown => {
  if (Object.hasOwn(pseudo, name)) return pseudo[name]?.(scope.stack);
  if (scope.stack.resources.has(name)) return refOf(scope.stack, name, within(scope));
  throw new TemplateError(at, `Ref to ${name}, which is no resource of ${place(scope.stack, '*')}`);
};

/** The value that another stack exports by a name, resolved inside the stack that offers it. */
const exported = ({ stacks }: Scope, name: string, at: string): unknown => {
  for (const stack of stacks) {
    const there = { stack, stacks };
    for (const [id, output] of Object.entries(stack.outputs)) {
      const offered = isObject(output) && isObject(output['Export']) ? output['Export']['Name'] : undefined;
      if (offered === undefined || resolve(there, offered, place(stack, id)) !== name) continue;
      return resolve(there, isObject(output) ? output['Value'] : undefined, place(stack, id));
    }
  }
  throw new TemplateError(at, `no stack has the output ${name}`);
};

const within =
  (scope: Scope) =>
  (value: unknown, at: string): unknown =>
    resolve(scope, value, at);
