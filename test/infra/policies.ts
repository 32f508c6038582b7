import { listOf, ofType, textOf, type Json, type Template } from './templates.ts';

export type Statement = { Effect: string; Action: unknown; Resource: unknown; Condition?: Json };

/** The role's statements: its inline policies, for it must have no others. */
export const statementsOfRole = (template: Template, role: string): Statement[] => {
  const { Policies, ManagedPolicyArns } = template.Resources[role]?.Properties ?? {};
  if (ManagedPolicyArns) throw new Error(`${role} has managed policies`);
  return listOf(Policies).flatMap(
    (policy) => (policy as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
  );
};

/** Each allowed pair of action and resource, as `action resource`. */
export const pairsOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action, Resource }) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${textOf(action)} ${textOf(resource)}`)),
  );

/** Logical ids of a function: its own, its role's and its log group's, by physical name. */
export const functionNamed = (template: Template, name: string) => {
  const found = ofType(template, 'AWS::Lambda::Function').find(([, each]) => each.Properties['FunctionName'] === name);
  if (!found) throw new Error(`no function ${name}`);
  const [id, { Properties }] = found;
  const role = (Properties['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
  const logGroup = (Properties['LoggingConfig'] as { LogGroup: { Ref: string } }).LogGroup.Ref;
  return { id, role, logGroup, properties: Properties };
};
