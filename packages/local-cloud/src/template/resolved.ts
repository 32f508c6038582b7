import { TemplateError } from './error.ts';
import { attributeOf, physicalName } from './identity.ts';
import { resolve } from './intrinsics.ts';
import type { Json } from './json.ts';
import { place, type Resource, type Scope, type Stack } from './stack.ts';
import { understood } from './understood.ts';

/** A resource with its properties resolved; `at` names it in messages, `name` is its physical name. */
export type Resolved = {
  id: string;
  at: string;
  name: string;
  properties: Json;
  assets: ReadonlyMap<string, string>;
  /** What `Fn::GetAtt` answers for it. */
  attribute: (name: string) => string;
};

/** All resources of all stacks by type, resolved; refuses a type or a property that is not in the closed list. */
export const resolveStacks = (stacks: readonly Stack[]): ((type: string) => Resolved[]) => {
  const byType = new Map<string, Resolved[]>();
  const seen = new Set<string>();
  for (const stack of stacks) {
    const scope = { stack, stacks };
    for (const [id, resource] of stack.resources) {
      const list = byType.get(resource.type) ?? [];
      byType.set(resource.type, [...list, resolvedOf(scope, uniqueId(stack, id, seen), id, resource)]);
    }
  }
  return (type) => byType.get(type) ?? [];
};

const resolvedOf = (scope: Scope, id: string, logicalId: string, resource: Resource): Resolved => {
  const at = place(scope.stack, logicalId);
  const known = Object.hasOwn(understood, resource.type) ? understood[resource.type] : undefined;
  if (!known) throw new TemplateError(at, `the resource type ${resource.type} is unknown`);
  for (const property of Object.keys(resource.properties)) {
    if (!known.used.includes(property) && !known.ignored.includes(property)) {
      throw new TemplateError(at, `the property ${property} of ${resource.type} is unknown`);
    }
  }
  const within = (value: unknown, where: string): unknown => resolve(scope, value, where);
  return {
    id,
    at,
    name: physicalName(scope.stack, logicalId, within),
    properties: resolve(scope, resource.properties, at) as Json,
    assets: scope.stack.assets,
    attribute: (name) => attributeOf(scope.stack, logicalId, name, within),
  };
};

/** The logical id alone, or with its stack where an earlier stack has the same one. */
const uniqueId = (stack: Stack, id: string, seen: Set<string>): string => {
  const unique = seen.has(id) ? `${stack.name}-${id}` : id;
  seen.add(unique);
  return unique;
};
