import { Aws, CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionPlan } from '../plans/functions.ts';
import { region, type Stage } from '../stages.ts';
import { pascalCase } from '../plans/tables.ts';

/** The API's stage; the edge forwards `/api/*`, so that paths are the same inside and outside. */
const stageName = 'api';

/** One line a request: what was asked and how it went, with neither address nor user agent of who asked. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  method: '$context.httpMethod',
  status: '$context.status',
  latency: '$context.responseLatency',
  responseLength: '$context.responseLength',
});

/** The HTTP API: routes of the contracts, throttling, access log. */
export class ContextApi extends Construct {
  readonly api: CfnApi;

  constructor(scope: Construct, stage: Stage) {
    super(scope, 'Http');
    this.api = new CfnApi(this, 'Api', { name: `candor-${stage.name}`, protocolType: 'HTTP' });
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/candor-${stage.name}-api`,
      retention: stage.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnStage(this, 'Stage', {
      apiId: this.api.ref,
      stageName,
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.logGroupArn, format: accessLogFormat },
      defaultRouteSettings: {
        throttlingRateLimit: stage.throttling.requestsPerSecond,
        throttlingBurstLimit: stage.throttling.burst,
      },
    });
    new CfnOutput(scope, 'ApiUrl', { value: `${this.api.attrApiEndpoint}/${stageName}` });
  }

  /** Sends the plan's routes to the function. */
  addRoutes(plan: FunctionPlan, handler: LambdaFunction): void {
    const id = pascalCase(plan.name);
    const integration = new CfnIntegration(this, `${id}Integration`, {
      apiId: this.api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.functionArn,
      payloadFormatVersion: '2.0',
    });
    for (const routeKey of plan.routes) {
      const target = `integrations/${integration.ref}`;
      new CfnRoute(this, `${pascalCase(routeKey)}Route`, { apiId: this.api.ref, routeKey, target });
    }
    new CfnPermission(this, `${id}Permission`, {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:${region}:${Aws.ACCOUNT_ID}:${this.api.ref}/${stageName}/*`,
    });
  }
}
