import { readAssembly, TemplateError, type Stack } from './assembly.ts';
import type { Cloud, LambdaFunction, Route, Schedule, StreamSource, Table } from './cloud.ts';
import { attributeOf, nameOf, type Scope } from './intrinsics.ts';
import { isUsed, propertiesOf } from './resources.ts';
import type { Properties, Type } from './schemas.ts';
import { mailEventsOf } from './mail-events.ts';
import { userPoolsOf } from './user-pools.ts';

/** A resource that the local cloud acts on; `at` names it in messages, `name` is its physical name. */
type Resolved<T extends Type> = {
  id: string;
  at: string;
  name: string;
  properties: Properties<T>;
  assets: ReadonlyMap<string, string>;
  attribute: (name: string) => string;
};

/** Finds a function by its name or its ARN. */
type FunctionNamed = (named: string, at: string) => LambdaFunction;

/** Reads a synthesized cloud assembly: all its stacks together are one cloud. Throws TemplateError by name and place. */
export const readCloud = (assembly: string): Cloud => cloudOf(readAssembly(assembly));

/** Returns the cloud that the stacks deploy together. */
export const cloudOf = (stacks: readonly Stack[]): Cloud => {
  const ofType = resourcesOf(stacks);
  const functions = ofType('AWS::Lambda::Function').map((each) => ({ ...each, known: functionOf(each) }));
  const named: FunctionNamed = (name, at) => {
    const found = functions.find((each) => name === each.name || name === each.attribute('Arn'))?.known;
    if (!found) throw new TemplateError(at, `no function of this template is called ${name}`);
    return found;
  };
  const tables = ofType('AWS::DynamoDB::Table').map((each) => ({ ...each, known: tableOf(each) }));
  const streamed = tables.filter(({ known }) => known.create.StreamSpecification);
  const streams = new Map(streamed.map(({ attribute, known }) => [attribute('StreamArn'), known]));
  const api = only(ofType('AWS::ApiGatewayV2::Api'), 'HTTP API');
  const stage = only(ofType('AWS::ApiGatewayV2::Stage'), 'stage of the HTTP API');
  const format = stage?.properties.AccessLogSettings?.Format;
  return {
    stageName: stage?.properties.StageName ?? '$default',
    ...(format === undefined ? {} : { accessLogFormat: format }),
    routes: api ? routesOf(ofType, named) : [],
    functions: functions.map(({ known }) => known),
    tables: tables.map(({ known }) => known),
    streams: ofType('AWS::Lambda::EventSourceMapping').flatMap((each) => sourceOf(each, named, streams)),
    schedules: ofType('AWS::Events::Rule').flatMap((each) => schedulesOf(each, named)),
    configurationSets: ofType('AWS::SES::ConfigurationSet').map(({ name }) => name),
    mailEvents: mailEventsOf(
      ofType('AWS::SES::ConfigurationSetEventDestination'),
      ofType('AWS::SNS::Subscription'),
      named,
    ),
    userPools: userPoolsOf(
      ofType('AWS::Cognito::UserPool'),
      ofType('AWS::Cognito::UserPoolClient'),
      ofType('AWS::Cognito::UserPoolGroup'),
    ),
    parameters: Object.fromEntries(
      ofType('AWS::SSM::Parameter').map(({ name, properties }) => [name, properties.Value]),
    ),
  };
};

type OfType = <T extends Type>(type: T) => Resolved<T>[];

const resourcesOf = (stacks: readonly Stack[]): OfType => {
  const all: { type: Type; resolved: Resolved<Type> }[] = [];
  const ids = new Set<string>();
  for (const stack of stacks) {
    const scope = { stack, stacks };
    for (const [logicalId, resource] of stack.resources) {
      const at = `${stack.name}/${logicalId}`;
      if (!isUsed(resource.type, at)) continue;
      const id = ids.has(logicalId) ? `${stack.name}-${logicalId}` : logicalId;
      ids.add(id);
      const properties = propertiesOf(scope, resource.type, resource, at);
      all.push({ type: resource.type, resolved: { id, at, properties, ...identityOf(scope, logicalId) } });
    }
  }
  return <T extends Type>(type: T) =>
    all.filter((each) => each.type === type).map(({ resolved }) => resolved as Resolved<T>);
};

const identityOf = (scope: Scope, logicalId: string) => ({
  name: nameOf(scope, logicalId),
  assets: scope.stack.assets,
  attribute: (name: string) => attributeOf(scope, logicalId, name),
});

const only = <R extends { at: string }>([first, second]: readonly R[], what: string): R | undefined => {
  if (second) throw new TemplateError(second.at, `a second ${what} is unknown to it`);
  return first;
};

const routesOf = (ofType: OfType, named: FunctionNamed): Route[] => {
  const integrations = new Map(ofType('AWS::ApiGatewayV2::Integration').map((each) => [each.name, each]));
  return ofType('AWS::ApiGatewayV2::Route').map(({ at, properties: { RouteKey: routeKey, Target } }) => {
    const integration = integrations.get(Target.replace(/^integrations\//, ''));
    if (!integration) throw new TemplateError(`${at}.Target`, `no integration is called ${Target}`);
    const { IntegrationUri, TimeoutInMillis } = integration.properties;
    const { id } = named(IntegrationUri, `${integration.at}.IntegrationUri`);
    return { routeKey, functionId: id, timeoutSeconds: TimeoutInMillis / 1000 };
  });
};

const functionOf = ({ id, at, name, properties, assets }: Resolved<'AWS::Lambda::Function'>): LambdaFunction => {
  const { Code, Environment, Handler: handler, MemorySize, Timeout } = properties;
  const code = assets.get(Code.S3Key);
  if (code === undefined) throw new TemplateError(`${at}.Code`, `no asset has the key ${Code.S3Key}`);
  const environment = Environment?.Variables ?? {};
  return { id, name, code, handler, timeoutSeconds: Timeout, memoryMegabytes: MemorySize, environment };
};

const tableOf = ({ id, name, properties }: Resolved<'AWS::DynamoDB::Table'>): Table => {
  const { StreamSpecification, TimeToLiveSpecification: expiry, ...shape } = properties;
  const stream = StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } };
  const create = { ...shape, ...stream, TableName: name };
  return { id, create: create, ...(expiry?.Enabled ? { expires: expiry.AttributeName } : {}) };
};

const sourceOf = (
  { id, at, properties }: Resolved<'AWS::Lambda::EventSourceMapping'>,
  named: FunctionNamed,
  streams: ReadonlyMap<string, Table>,
): StreamSource[] => {
  if (!properties.Enabled) return [];
  const table = streams.get(properties.EventSourceArn);
  if (!table) throw new TemplateError(`${at}.EventSourceArn`, 'only the stream of a table of this template is known');
  const queue = properties.DestinationConfig?.OnFailure.Destination;
  const source = {
    id,
    functionId: named(properties.FunctionName, `${at}.FunctionName`).id,
    tableId: table.id,
    batchSize: properties.BatchSize,
    filters: properties.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
    bisect: properties.BisectBatchOnFunctionError,
    partialFailures: properties.FunctionResponseTypes.length > 0,
    retries: properties.MaximumRetryAttempts < 0 ? Infinity : properties.MaximumRetryAttempts,
    parallel: properties.ParallelizationFactor,
  };
  return [queue === undefined ? source : { ...source, onFailureQueue: queue }];
};

const schedulesOf = ({ id, at, properties }: Resolved<'AWS::Events::Rule'>, named: FunctionNamed): Schedule[] => {
  if (properties.State === 'DISABLED') return [];
  return properties.Targets.map(({ Arn, Input: input }, index) => ({
    id: index === 0 ? id : `${id}-${index}`,
    functionId: named(Arn, `${at}.Targets.${index}.Arn`).id,
    everySeconds: properties.ScheduleExpression,
    input,
  }));
};
