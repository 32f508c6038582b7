import { TemplateError } from './error.ts';
import type { Scope } from './intrinsics.ts';
import { isObject, listOf, textOf } from './json.ts';
import { place } from './stack.ts';

type Resolve = (scope: Scope, value: unknown, at: string) => unknown;

/** Whether the named condition of the scope's stack holds. */
export const conditionHolds = (scope: Scope, name: string, resolve: Resolve): boolean => {
  const at = place(scope.stack, name);
  const condition = scope.stack.conditions[name];
  if (condition === undefined) throw new TemplateError(at, 'the condition stands nowhere');
  return holds(scope, condition, at, resolve);
};

const holds = (scope: Scope, condition: unknown, at: string, resolve: Resolve): boolean => {
  const [[key, argument] = []] = isObject(condition) ? Object.entries(condition) : [];
  const each = (test: unknown): boolean => holds(scope, test, at, resolve);
  switch (key) {
    case 'Condition':
      return conditionHolds(scope, textOf(argument, at), resolve);
    case 'Fn::Equals': {
      const [left, right] = listOf(resolve(scope, argument, at), at);
      return left === right;
    }
    case 'Fn::And':
      return listOf(argument, at).every(each);
    case 'Fn::Or':
      return listOf(argument, at).some(each);
    case 'Fn::Not':
      return !listOf(argument, at).some(each);
    default:
      throw new TemplateError(at, `the condition function ${String(key)} is unknown`);
  }
};
