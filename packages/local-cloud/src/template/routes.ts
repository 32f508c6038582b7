import type { Cloud, Route } from './cloud.ts';
import { TemplateError } from './error.ts';
import { numberOf, objectOf, textOf } from './json.ts';
import type { Resolved } from './resolved.ts';
import type { FunctionNames } from './sources.ts';

/** The one HTTP API's routes and stage. */
export type HttpApi = Pick<Cloud, 'stageName' | 'accessLogFormat' | 'routes'>;
type OfType = (type: string) => Resolved[];

/** The longest that an HTTP API waits for its integration; it is also the default. */
const longestWait = 30_000;

/** Reads the HTTP API: exactly one, with one stage, each route answered by a function of this template. */
export const httpApiOf = (ofType: OfType, functions: FunctionNames): HttpApi => {
  const api = only(ofType('AWS::ApiGatewayV2::Api'), 'HTTP API');
  if (api.properties['ProtocolType'] !== 'HTTP') throw new TemplateError(api.at, 'only an HTTP API is known');
  const stage = only(ofType('AWS::ApiGatewayV2::Stage'), 'stage of the HTTP API');
  const integrations = new Map(
    ofType('AWS::ApiGatewayV2::Integration').map((each) => [each.name, integrationOf(each, functions)]),
  );
  return {
    stageName: textOf(stage.properties['StageName'], `${stage.at}.StageName`),
    ...accessLogOf(stage),
    routes: ofType('AWS::ApiGatewayV2::Route').map((route) => routeOf(route, integrations)),
  };
};

type Integration = Omit<Route, 'routeKey'>;

const integrationOf = ({ at, properties }: Resolved, functions: FunctionNames): Integration => {
  if (properties['IntegrationType'] !== 'AWS_PROXY' || properties['PayloadFormatVersion'] !== '2.0') {
    throw new TemplateError(at, 'only AWS_PROXY with payload format 2.0 is known');
  }
  const wait = numberOf(properties['TimeoutInMillis'], longestWait, `${at}.TimeoutInMillis`);
  const functionId = functions(properties['IntegrationUri'], `${at}.IntegrationUri`).id;
  return { functionId, timeoutSeconds: wait / 1000 };
};

const routeOf = ({ at, properties }: Resolved, integrations: ReadonlyMap<string, Integration>): Route => {
  const { AuthorizationType = 'NONE' } = properties;
  if (AuthorizationType !== 'NONE') {
    throw new TemplateError(`${at}.AuthorizationType`, `the authorization ${String(AuthorizationType)} is unknown`);
  }
  const target = textOf(properties['Target'], `${at}.Target`);
  const integration = integrations.get(target.replace(/^integrations\//, ''));
  if (!integration) throw new TemplateError(`${at}.Target`, `no integration is called ${target}`);
  return { routeKey: textOf(properties['RouteKey'], `${at}.RouteKey`), ...integration };
};

const accessLogOf = ({ at, properties }: Resolved): Pick<HttpApi, 'accessLogFormat'> => {
  const settings = properties['AccessLogSettings'];
  if (settings === undefined) return {};
  const where = `${at}.AccessLogSettings`;
  return { accessLogFormat: textOf(objectOf(settings, ['DestinationArn', 'Format'], where)['Format'], where) };
};

const only = (resources: Resolved[], what: string): Resolved => {
  const [first, second] = resources;
  if (!first) throw new TemplateError('the assembly', `it has no ${what}`);
  if (second) throw new TemplateError(second.at, `a second ${what} is unknown to it`);
  return first;
};
