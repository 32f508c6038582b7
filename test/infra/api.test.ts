import { contexts } from '../../functions/contexts.ts';
import { functionNamed } from './policies.ts';
import { ofType, templatesOf, textOf } from './templates.ts';

const { api } = templatesOf();
const routes = ofType(api, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
const [[, stage] = []] = ofType(api, 'AWS::ApiGatewayV2::Stage');

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe('the HTTP API', () => {
  it('has the routes of the contracts, and HEAD wherever there is GET, each sent to the function of its context', () => {
    const integrations = new Map(ofType(api, 'AWS::ApiGatewayV2::Integration'));
    const actual = routes.map((route) => {
      const [, id = ''] = /^integrations\/<(.+)>$/.exec(textOf(route['Target'])) ?? [];
      return [route['RouteKey'], textOf(integrations.get(id)?.Properties['IntegrationUri'])];
    });
    const expected = contexts.flatMap((context) =>
      Object.values(context.routes ?? {}).flatMap(({ at, auth }) => {
        const audience = auth.startsWith('staff:') ? 'staff' : 'public';
        const arn = `<${functionNamed(api, `candor-dev-${context.name}-${audience}`).id}.Arn>`;
        return at.startsWith('GET ')
          ? [
              [at, arn],
              [at.replace('GET', 'HEAD'), arn],
            ]
          : [[at, arn]];
      }),
    );
    expect(actual.sort()).toEqual(expected.sort());
  });

  it('hands events over in payload format 2.0', () => {
    const formats = ofType(api, 'AWS::ApiGatewayV2::Integration').map(
      ([, each]) => each.Properties['PayloadFormatVersion'],
    );
    expect(new Set(formats)).toEqual(new Set(['2.0']));
  });

  it('has one stage, named api, that throttles', () => {
    expect(ofType(api, 'AWS::ApiGatewayV2::Stage')).toHaveLength(1);
    expect(stage?.Properties).toMatchObject({
      StageName: 'api',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });

  it('may call each of its functions by one permission, and no other API may', () => {
    const permissions = ofType(api, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
    const [[id = ''] = []] = ofType(api, 'AWS::ApiGatewayV2::Api');
    const called = ['public', 'staff'].flatMap((audience) =>
      contexts
        .filter(({ routes = {} }) =>
          Object.values(routes).some(({ auth }) => auth.startsWith('staff:') === (audience === 'staff')),
        )
        .map(({ name }) => `candor-dev-${name}-${audience}`),
    );
    expect(called.length).toBeGreaterThan(3);
    const expected = called.map((name) => ({
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: functionNamed(api, name).id },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:us-east-1:<AWS::AccountId>:<${id}>/api/*`,
    }));
    const actual = permissions.filter((each) => each['Principal'] === 'apigateway.amazonaws.com');
    expect(actual.map((each) => ({ ...each, SourceArn: textOf(each['SourceArn']) })).sort(byText)).toEqual(
      expected.sort(byText),
    );
  });

  it('and the schedules, and the topic of mail events, are all who may call a function', () => {
    const principals = ofType(api, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties['Principal']);
    expect(new Set(principals)).toEqual(
      new Set(['apigateway.amazonaws.com', 'events.amazonaws.com', 'sns.amazonaws.com']),
    );
  });
});

describe('the access log', () => {
  const settings = stage?.Properties['AccessLogSettings'] as { Format: string; DestinationArn: unknown };
  const format = JSON.parse(settings.Format) as Record<string, string>;

  it('says what was asked and how it went', () => {
    expect(Object.values(format).sort()).toEqual([
      '$context.httpMethod',
      '$context.requestId',
      '$context.responseLatency',
      '$context.responseLength',
      '$context.routeKey',
      '$context.status',
    ]);
  });

  it('says neither who asked, nor with what, nor the path that was asked for', () => {
    expect(settings.Format).not.toMatch(/identity|sourceIp|userAgent|authorizer|\.path|domainName|querystring|header/i);
  });

  it('goes to a group with a retention', () => {
    const [, group = ''] = /^<(.+)\.Arn>$/.exec(textOf(settings.DestinationArn)) ?? [];
    expect(api.Resources[group]?.Properties).toMatchObject({ RetentionInDays: 14 });
  });
});
