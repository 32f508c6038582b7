import { objectOf, TemplateError, type Resource } from './assembly.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { used, type Properties, type Type } from './schemas.ts';

/** Properties of the types that are acted on whose effect belongs to the cloud alone: encryption at rest, tags, roles, retention. */
const leftAlone: Readonly<Record<Type, string>> = {
  'AWS::ApiGatewayV2::Api': 'Description DisableExecuteApiEndpoint Name Tags',
  'AWS::ApiGatewayV2::Integration': 'Description',
  'AWS::ApiGatewayV2::Route': 'OperationName',
  'AWS::ApiGatewayV2::Stage': 'AutoDeploy DefaultRouteSettings Description RouteSettings Tags',
  'AWS::Cognito::UserPool':
    'AccountRecoverySetting AutoVerifiedAttributes DeletionProtection UserPoolTags UserPoolTier',
  'AWS::Cognito::UserPoolClient': 'ClientName ReadAttributes SupportedIdentityProviders WriteAttributes',
  'AWS::Cognito::UserPoolGroup': 'Description Precedence',
  'AWS::DynamoDB::Table':
    'DeletionProtectionEnabled PointInTimeRecoverySpecification ResourcePolicy SSESpecification TableClass Tags',
  'AWS::Events::Rule': 'Description Name Tags',
  'AWS::Lambda::EventSourceMapping': 'Tags',
  'AWS::Lambda::Function':
    'Architectures Description LoggingConfig RecursiveLoop ReservedConcurrentExecutions Role Tags TracingConfig',
  'AWS::SES::ConfigurationSet': 'DeliveryOptions ReputationOptions SendingOptions SuppressionOptions Tags',
  'AWS::SES::ConfigurationSetEventDestination': '',
  'AWS::SNS::Subscription': '',
  'AWS::SNS::Topic': 'DisplayName KmsMasterKeyId Tags',
  'AWS::SQS::Queue': 'KmsMasterKeyId MessageRetentionPeriod SqsManagedSseEnabled Tags VisibilityTimeout',
  'AWS::SSM::Parameter': 'Description Tags Tier Type',
};

/** Types that have their effect in the cloud alone: permissions, keys, alarms, logs. */
const leftAloneTypes = [
  ...['AWS::CloudWatch::Alarm', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::KMS::Alias', 'AWS::KMS::Key'],
  ...['AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::Permission', 'AWS::Logs::LogGroup', 'AWS::Logs::MetricFilter'],
  ...['AWS::SES::EmailIdentity', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'],
];

/** Tells whether the local cloud acts on a type. Throws TemplateError for one that it does not know at all. */
export const isUsed = (type: string, at: string): type is Type => {
  if (Object.hasOwn(used, type)) return true;
  if (leftAloneTypes.includes(type)) return false;
  throw new TemplateError(at, `the resource type ${type} is unknown`);
};

/** Returns the properties that are acted on. Throws TemplateError for a property or a value that is not known. */
export const propertiesOf = <T extends Type>(scope: Scope, type: T, resource: Resource, at: string): Properties<T> => {
  const known = leftAlone[type].split(' ');
  const acted = Object.entries(resource.properties).filter(([name]) => !known.includes(name));
  const parsed = used[type].safeParse(objectOf(resolve(scope, Object.fromEntries(acted), at)));
  if (parsed.success) return parsed.data as Properties<T>;
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const place = [at, ...(issue?.path ?? [])].join('.');
  if (issue?.code !== 'unrecognized_keys') throw new TemplateError(place, issue?.message ?? 'it is unknown');
  const of = place === at ? ` of ${type}` : '';
  throw new TemplateError(place, `the property ${issue.keys.join(', ')}${of} is unknown`);
};
