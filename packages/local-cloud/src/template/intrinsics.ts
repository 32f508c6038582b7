import { conditionHolds } from './conditions.ts';
import { TemplateError } from './error.ts';
import { attributeOf, refOf } from './identity.ts';
import { isObject, listOf, textOf, type Json } from './json.ts';
import { outputOf, parameterOf } from './outputs.ts';
import { account, place, region, type Stack } from './stack.ts';

/** Where a value is resolved: in one stack, among all stacks that are deployed together. */
export type Scope = { stack: Stack; stacks: readonly Stack[] };

/** Marks `AWS::NoValue`, which takes its property or element away. */
const noValue = Symbol('AWS::NoValue');

/** The value with every intrinsic function in it resolved; an unknown one is refused by name. `at` names the place. */
export const resolve = (scope: Scope, value: unknown, at: string): unknown => {
  const resolved = resolveAny(scope, value, at);
  return resolved === noValue ? undefined : resolved;
};

const resolveAny = (scope: Scope, value: unknown, at: string): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolveAny(scope, each, at)).filter((each) => each !== noValue);
  if (!isObject(value)) return value;
  const [key] = Object.keys(value);
  const single = Object.keys(value).length === 1 && key !== undefined;
  if (single && key === 'Ref') return reference(scope, textOf(value['Ref'], at), at);
  if (single && key.startsWith('Fn::')) return call(scope, key, value[key], at);
  const entries = Object.entries(value).map(([name, each]) => [name, resolveAny(scope, each, `${at}.${name}`)]);
  return Object.fromEntries(entries.filter(([, each]) => each !== noValue)) as Json;
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
    return strings(scope, values, at).join(textOf(delimiter, at));
  },
  'Fn::Sub': (scope, argument, at) => {
    const [text, given] = typeof argument === 'string' ? [argument, {}] : listOf(argument, at);
    const variables = resolveAny(scope, given, at);
    return textOf(text, at).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (isObject(variables) && Object.hasOwn(variables, name)) return textOf(variables[name], at);
      return textOf(name.includes('.') ? call(scope, 'Fn::GetAtt', name, at) : reference(scope, name, at), at);
    });
  },
  'Fn::Select': (scope, argument, at) => {
    const [index, values] = listOf(argument, at);
    const chosen = listOf(resolveAny(scope, values, at), at)[Number(index)];
    if (chosen === undefined) throw new TemplateError(at, `Fn::Select has no element ${String(index)}`);
    return chosen;
  },
  'Fn::Split': (scope, argument, at) => {
    const [delimiter, text] = listOf(argument, at);
    return textOf(resolveAny(scope, text, at), at).split(textOf(delimiter, at));
  },
  'Fn::If': (scope, argument, at) => {
    const [condition, then, otherwise] = listOf(argument, at);
    return resolveAny(scope, conditionHolds(scope, textOf(condition, at), resolve) ? then : otherwise, at);
  },
  'Fn::ImportValue': (scope, argument, at) =>
    outputOf(scope, { exported: textOf(resolveAny(scope, argument, at), at) }, at, resolve),
  'Fn::GetStackOutput': (scope, argument, at) => {
    const from = isObject(argument) ? argument : {};
    const stack = textOf(resolveAny(scope, from['StackName'], at), at);
    return outputOf(scope, { stack, output: textOf(from['OutputName'], at) }, at, resolve);
  },
};

const pseudo: Readonly<Record<string, (stack: Stack) => unknown>> = {
  'AWS::AccountId': () => account,
  'AWS::NoValue': () => noValue,
  'AWS::Partition': () => 'aws',
  'AWS::Region': () => region,
  'AWS::StackName': (stack) => stack.name,
  'AWS::URLSuffix': () => 'amazonaws.com',
};

const reference = (scope: Scope, name: string, at: string): unknown => {
  if (Object.hasOwn(pseudo, name)) return pseudo[name]?.(scope.stack);
  if (Object.hasOwn(scope.stack.parameters, name)) return parameterOf(scope.stack, name);
  if (scope.stack.resources.has(name)) return refOf(scope.stack, name, within(scope));
  throw new TemplateError(
    at,
    `Ref to ${name}, which is neither a resource of ${place(scope.stack, '*')} nor a parameter`,
  );
};

const strings = (scope: Scope, values: unknown, at: string): string[] => {
  return listOf(resolveAny(scope, values, at), at).map((each) => textOf(each, at));
};

const within =
  (scope: Scope) =>
  (value: unknown, at: string): unknown =>
    resolve(scope, value, at);
