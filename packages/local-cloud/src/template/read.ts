import { readAssembly } from './assembly.ts';
import type { Cloud, LambdaFunction } from './cloud.ts';
import { TemplateError } from './error.ts';
import { functionOf } from './functions.ts';
import { textOf } from './json.ts';
import { resolveStacks } from './resolved.ts';
import { httpApiOf } from './routes.ts';
import { schedulesOf } from './schedules.ts';
import { sourceOf, type FunctionNames } from './sources.ts';
import type { Stack } from './stack.ts';
import { tableOf } from './tables.ts';

/** Reads a synthesized cloud assembly: all its stacks together are one cloud. Throws TemplateError by name and place. */
export const readCloud = (assembly: string): Cloud => cloudOf(readAssembly(assembly));

/** The cloud that the stacks deploy together. */
export const cloudOf = (stacks: readonly Stack[]): Cloud => {
  const ofType = resolveStacks(stacks);
  const functions = ofType('AWS::Lambda::Function').map((resource) => ({ resource, known: functionOf(resource) }));
  const named = naming(functions.map(({ resource, known }) => [resource.attribute('Arn'), known]));
  const tables = ofType('AWS::DynamoDB::Table').map((resource) => ({ resource, known: tableOf(resource) }));
  const streams = new Map(
    tables
      .filter(({ known }) => known.create.StreamSpecification)
      .map(({ resource, known }) => [resource.attribute('StreamArn'), known]),
  );
  return {
    ...httpApiOf(ofType, named),
    functions: functions.map(({ known }) => known),
    tables: tables.map(({ known }) => known),
    streams: ofType('AWS::Lambda::EventSourceMapping').flatMap((each) => sourceOf(each, named, streams) ?? []),
    schedules: ofType('AWS::Events::Rule').flatMap((each) => schedulesOf(each, named)),
    parameters: Object.fromEntries(
      ofType('AWS::SSM::Parameter').map(({ at, name, properties }) => [name, textOf(properties['Value'], at)]),
    ),
  };
};

/** Finds a function by its ARN, by the URI that API Gateway calls it with, or by its name. */
const naming = (byArn: [string, LambdaFunction][]): FunctionNames => {
  const index = new Map(byArn.flatMap(([arn, each]) => [arn, each.name].map((name) => [name, each])));
  return (named, at) => {
    const text = textOf(named, at);
    const arn = /path\/[\d-]+\/functions\/(.+)\/invocations$/.exec(text)?.[1] ?? text;
    const found = index.get(arn);
    if (!found) throw new TemplateError(at, `no function of this template is called ${arn}`);
    return found;
  };
};
