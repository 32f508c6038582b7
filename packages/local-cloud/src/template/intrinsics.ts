import { objectOf, TemplateError, type Resource, type Stack } from './assembly.ts';
import { account, namings, region } from './identity.ts';

/** Where a value is resolved: in one stack, among all stacks that are deployed together. */
export type Scope = { stack: Stack; stacks: readonly Stack[] };

/** Returns the value with every intrinsic function in it resolved; an unknown one is refused by name. `at` names the place. */
export const resolve = (scope: Scope, value: unknown, at: string): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolve(scope, each, at));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const [[name, argument] = ['', undefined]] = fields;
  if (fields.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!known) throw new TemplateError(at, `the intrinsic function ${name} is unknown`);
    return known(scope, argument, at);
  }
  return Object.fromEntries(fields.map(([field, each]) => [field, resolve(scope, each, `${at}.${field}`)]));
};

/** Returns the physical name of a resource: the one that its properties give, or `stack-logicalId`. */
export const nameOf = (scope: Scope, logicalId: string): string => {
  const { type, properties } = resourceOf(scope, logicalId);
  const property = namings[type]?.property;
  const own = property === undefined ? undefined : properties[property];
  const at = `${scope.stack.name}/${logicalId}`;
  return own === undefined ? `${scope.stack.name}-${logicalId}` : textOf(scope, own, `${at}.${property}`);
};

/** Returns what `Fn::GetAtt` gives for a resource. Throws TemplateError for an attribute that is not known here. */
export const attributeOf = (scope: Scope, logicalId: string, attribute: string): string => {
  const { type } = resourceOf(scope, logicalId);
  const known = namings[type]?.attributes ?? {};
  const make = Object.hasOwn(known, attribute) ? known[attribute] : undefined;
  const at = `${scope.stack.name}/${logicalId}`;
  if (!make) throw new TemplateError(at, `the attribute ${attribute} of ${type} is unknown`);
  return make(nameOf(scope, logicalId));
};

type Intrinsic = (scope: Scope, argument: unknown, at: string) => unknown;

const functions: Readonly<Record<string, Intrinsic>> = {
  Ref: (scope, argument, at) => reference(scope, textOf(scope, argument, at), at),
  'Fn::GetAtt': (scope, argument, at) => {
    const [id, attribute] = listOf(argument, at);
    return attributeOf(scope, textOf(scope, id, at), textOf(scope, attribute, at));
  },
  'Fn::Join': (scope, argument, at) => {
    const [delimiter, values] = listOf(argument, at);
    const texts = listOf(values, at).map((each) => textOf(scope, each, at));
    return texts.join(textOf(scope, delimiter, at));
  },
  'Fn::Sub': (scope, argument, at) =>
    textOf(scope, argument, at).replace(/\$\{([^}]+)\}/g, (_whole, name: string) => reference(scope, name, at)),
  'Fn::ImportValue': (scope, argument, at) => exported(scope, textOf(scope, argument, at), at),
};

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
};

const reference = (scope: Scope, name: string, at: string): string => {
  if (name === 'AWS::StackName') return scope.stack.name;
  if (Object.hasOwn(pseudo, name)) return pseudo[name] ?? '';
  const resource = scope.stack.resources.get(name);
  if (!resource) throw new TemplateError(at, `Ref to ${name}, which is no resource of ${scope.stack.name}`);
  const physical = nameOf(scope, name);
  return namings[resource.type]?.ref?.(physical) ?? physical;
};

/** The value that another stack exports by a name, resolved inside the stack that offers it. */
const exported = ({ stacks }: Scope, name: string, at: string): unknown => {
  for (const stack of stacks) {
    const there = { stack, stacks };
    for (const [id, output] of Object.entries(stack.outputs)) {
      const { Export, Value } = objectOf(output);
      const place = `${stack.name}/${id}`;
      if (Export !== undefined && resolve(there, objectOf(Export)['Name'], place) === name) {
        return resolve(there, Value, place);
      }
    }
  }
  throw new TemplateError(at, `no stack has the output ${name}`);
};

const resourceOf = ({ stack }: Scope, logicalId: string): Resource => {
  const resource = stack.resources.get(logicalId);
  if (!resource) throw new TemplateError(`${stack.name}/${logicalId}`, 'it is referred to and is no resource');
  return resource;
};

const textOf = (scope: Scope, value: unknown, at: string): string => {
  const text = resolve(scope, value, at);
  if (typeof text !== 'string') throw new TemplateError(at, 'a string is expected');
  return text;
};

const listOf = (value: unknown, at: string): unknown[] => {
  if (!Array.isArray(value)) throw new TemplateError(at, 'a list is expected');
  return value;
};
