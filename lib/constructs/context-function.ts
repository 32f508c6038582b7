import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { functionName, type FunctionPlan } from '../plans/functions.ts';
import { logGrant, type Grant } from '../plans/grants.ts';
import type { Stage } from '../stages.ts';
import { pascalCase } from '../plans/tables.ts';
import { countErrors } from './alarms.ts';

/** All that a function's environment holds: settings, and never a secret. */
const environmentOf = (stage: Stage): Record<string, string> => ({
  STAGE: stage.name,
  ORIGIN: stage.origin,
  PAYPAL_API_BASE: stage.paypalApiBase,
  MAIL_FROM: stage.mailFrom,
  VERSION: stage.version,
  HOME_COUNTRY: stage.homeCountry,
});

/** What functions that send mail, or hear of it, are told besides. */
const mailSettings = (plan: FunctionPlan, stage: Stage, topicArn: string | undefined): Record<string, string> => ({
  ...(Object.keys(plan.needs).some((need) => need.startsWith('ses:')) && {
    NEWS_FROM: stage.newsFrom,
    ...(stage.postalAddress !== '' && { POSTAL_ADDRESS: stage.postalAddress }),
    SEND_RATE: String(stage.sendRate),
  }),
  ...(topicArn !== undefined && { TOPIC_ARN: topicArn }),
});

const statement = ({ actions, resource, conditions }: Grant): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [resource],
    ...(conditions && { conditions }),
  });

/** Group of the function's log: it goes with the function, and lines go after the stage's retention. */
const logGroupOf = (scope: Construct, plan: FunctionPlan, stage: Stage): LogGroup =>
  new LogGroup(scope, `${pascalCase(plan.name)}Log`, {
    logGroupName: `/aws/lambda/${functionName(stage.name, plan.name)}`,
    retention: stage.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });

/** Adds the function of a plan with a role of exactly these grants and its own log, whose errors are counted; `code` is its bundle's folder. */
export const contextFunction = (
  scope: Construct,
  plan: FunctionPlan,
  options: { stage: Stage; grants: readonly Grant[]; code: string; topicArn?: string | undefined },
): LambdaFunction => {
  const { stage, grants, code, topicArn } = options;
  const id = pascalCase(plan.name);
  const logGroup = logGroupOf(scope, plan, stage);
  countErrors(scope, id, stage.name, logGroup);
  const statements = [...grants, logGrant(logGroup.logGroupArn)].map(statement);
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { needs: new PolicyDocument({ statements }) },
  });
  return new LambdaFunction(scope, id, {
    functionName: functionName(stage.name, plan.name),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(code),
    memorySize: 512,
    timeout: Duration.seconds(plan.timeout),
    environment: { ...environmentOf(stage), ...mailSettings(plan, stage, topicArn) },
    role,
    logGroup,
  });
};
